using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Update;

/// <summary>A clock that stands still until it is moved.</summary>
public sealed class ManualClock : IClock
{
    public long UptimeMs { get; set; } = 1000;

    public long Microseconds => UptimeMs * 1000;

    public long UnixSeconds { get; set; }
}

/// <summary>
/// One boot of a device: a new object graph over a volume that survived, as after a reset. Plays the supervisor's part where a test
/// needs one: pushes bundles, judges trials by a list of bad sequences.
/// </summary>
public sealed class LabDevice
{
    public const int Link = 1;
    public const int OtherLink = 2;

    private LabDevice(MemoryFileStore files, Action<DeviceIdentity>? adjust)
    {
        Files = files;
        Keys = new KeyRing(1, acceptsDevelopmentKeys: false);
        Keys.TryAdd(LabBundle.Key.PublicKey.ToDeviceKey());
        Identity = NewIdentity();
        adjust?.Invoke(Identity);
        Engine = new UpdateEngine(files, Clock, new BundleParser(Keys, new PortableBlockDigest()), Identity, Keys);
    }

    public MemoryFileStore Files { get; }

    public ManualClock Clock { get; } = new();

    public KeyRing Keys { get; }

    public DeviceIdentity Identity { get; }

    public UpdateEngine Engine { get; }

    public ResultCode BootResult { get; private set; }

    public BootRecord Record => Engine.Record;

    public static DeviceIdentity NewIdentity()
    {
        DeviceIdentity identity = new()
        {
            Vendor = KnownDevices.VendorTinyEdge,
            DeviceClass = KnownDevices.ClassVibrationMonitor,
            HardwareRevision = 2,
            Environment = TargetEnvironment.Virtual | TargetEnvironment.Lab,
            RuntimeVersion = 0x01020000,
            FrontEndVersion = 2,
            RamCapBytes = 12288,
            BuildSecurityFloor = 1,
        };
        identity.SetNativeChecksums([1, 2, 3, 4, 5, 6, 7, 8], 0);
        return identity;
    }

    /// <summary>Power-on.</summary>
    public static LabDevice Boot(MemoryFileStore files, Action<DeviceIdentity>? adjust = null)
    {
        LabDevice device = new(files, adjust);
        device.BootResult = device.Engine.BeginBoot();
        return device;
    }

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

    /// <summary>Opens, feeds what is missing in pieces, finishes.</summary>
    public ResultCode Push(byte[] bundle, int pieceBytes = 700, int link = Link)
    {
        ResultCode code = Engine.Open(LabBundle.FingerprintOf(bundle), 0, bundle.Length, link, out int next);
        while (code == ResultCode.Ok && next < bundle.Length)
        {
            int count = Math.Min(pieceBytes, bundle.Length - next);
            code = Engine.Feed(next, bundle, next, count, link);
            next += count;
        }

        return code == ResultCode.Ok ? Engine.Finish(link) : code;
    }

    /// <summary>Opens and feeds the first bytes only.</summary>
    public void PushPart(byte[] bundle, int bytes, int link = Link)
    {
        Assert.Equal(ResultCode.Ok, Engine.Open(LabBundle.FingerprintOf(bundle), 0, bundle.Length, link, out int next));
        Assert.Equal(ResultCode.Ok, Engine.Feed(next, bundle, next, bytes - next, link));
    }
}
