using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Transport;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>One device behind a real socket and the companion's own pusher, whose pauses take no time.</summary>
internal sealed class LinkRig : IDisposable
{
    /// <param name="serial">The console in the place of HTTP.</param>
    /// <param name="fault">What happens on the way.</param>
    /// <param name="speed">Device seconds a real one.</param>
    /// <param name="files">The device's volume; an empty one unless told.</param>
    public LinkRig(bool serial = false, LinkFault? fault = null, double speed = 1, MemoryFileStore? files = null)
    {
        Clock = new LinkTime(speed, Time);
        Device = new EngineDevice(files ?? new MemoryFileStore(), Clock);
        Host = new EngineHost(Device, serial, speed) { Fault = fault ?? LinkFault.None };
    }

    /// <summary>About 2.5 KB in three blocks.</summary>
    public static byte[] Bundle { get; } = LabBundle.Of(10);

    public static byte[] OtherBundle { get; } = LabBundle.Of(11);

    public WaitlessTime Time { get; } = new();

    public LinkTime Clock { get; }

    public EngineDevice Device { get; private set; }

    public EngineHost Host { get; }

    public byte[]? BankA => Device.Files[Bank.FileA];

    /// <summary>Another device at the same address, and what happens on the way to it.</summary>
    public void Rearm(LinkFault fault)
    {
        Device = new EngineDevice(new MemoryFileStore(), Clock);
        Host.Device = Device;
        Host.Fault = fault;
    }

    public static byte[] Fingerprint(byte[] bundle) => LabBundle.FingerprintOf(bundle);

    public async Task<PushResult> PushAsync(byte[]? bundle = null, int pieceBytes = 1024, bool waits = true, IDeviceClient? through = null)
    {
        await using DeviceClient own = Host.NewClient();
        PushOptions options = new() { PieceBytes = pieceBytes, WaitForDecision = waits };
        return await new BundlePusher(through ?? own, options, Time).PushAsync(PushBundle.FromBytes(bundle ?? Bundle), CancellationToken.None);
    }

    /// <summary>A push that ended well, once, with every byte where it belongs.</summary>
    public void AssertInstalledOnce(PushResult result, string what)
    {
        Assert.True(result.Outcome == PushOutcome.Confirmed, $"{what}: {result.Outcome} {result.Reason}");
        Assert.True(BankA.AsSpan().SequenceEqual(Bundle), $"{what}: the bank holds something else");
        Assert.True(Device.Trials == 1, $"{what}: {Device.Trials} trials");
    }

    public static async Task AssertRefusedAsync(ResultCode expected, Func<Task> act) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<DeviceRefusedException>(act)).Result);

    public void Dispose() => Host.Dispose();
}
