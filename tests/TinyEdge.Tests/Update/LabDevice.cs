using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Update;

/// <summary>A boot of the update code over the tests' own file store, whose every answer a test can choose.</summary>
public sealed class LabDevice : UpdateDevice
{
    private LabDevice(MemoryFileStore files, Action<DeviceIdentity>? adjust)
        : base(files, adjust)
    {
        Files = files;
    }

    public MemoryFileStore Files { get; }

    /// <summary>Power-on.</summary>
    public static LabDevice Boot(MemoryFileStore files, Action<DeviceIdentity>? adjust = null) => new(files, adjust);

    /// <summary>Opens and feeds the first bytes only.</summary>
    public void PushPart(byte[] bundle, int bytes, int link = Link) => Assert.Equal(ResultCode.Ok, TryPushPart(bundle, bytes, link));

    /// <summary>The same volume after a reset.</summary>
    public LabDevice Reboot() => Boot(Files);

    /// <summary>A volume whose active bundle is the given one, confirmed the ordinary way.</summary>
    public static MemoryFileStore VolumeWith(params byte[][] bundles)
    {
        MemoryFileStore files = new();
        foreach (byte[] bundle in bundles)
        {
            LabDevice device = Boot(files);
            Assert.Equal(ResultCode.Ok, device.Push(bundle));
            device = device.Reboot();
            Assert.True(device.Engine.InTrial);
            Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));
            Assert.Equal(ResultCode.Ok, device.Engine.MarkHealthyUptime());
        }

        files.PowerOn();
        return files;
    }
}
