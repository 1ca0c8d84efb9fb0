extern alias open;

using open::TinyEdge.Bundles;
using open::TinyEdge.Runtime.Sensing;
using open::TinyEdge.Runtime.Update;

namespace TinyEdge.Fuzzing.Bundles;

/// <summary>A device that takes any signature of the one key it knows, over a volume in memory: parser, policy, update engine, read-back and boot.</summary>
internal sealed class OpenDevice : IClock
{
    public const int Link = 1;

    private readonly KeyRing _keys = new(1, false);
    private readonly DeviceIdentity _identity = Identity();

    /// <param name="keyRecord">Pinned-key record of the key.</param>
    public OpenDevice(byte[] keyRecord)
    {
        PublicKey.TryParse(keyRecord, 0, keyRecord.Length, out PublicKey key);
        _keys.TryAdd(key);
        Parser = new BundleParser(_keys, new NetBlockDigest());
        Engine = new UpdateEngine(Files, this, Parser, _identity, _keys);
    }

    public BundleParser Parser { get; }

    public MemoryVolume Files { get; } = new();

    public UpdateEngine Engine { get; private set; }

    public long UptimeMs => 1000;

    public long Microseconds => 1_000_000;

    public long UnixSeconds => 1_800_000_000;

    /// <summary>An empty volume and a first boot.</summary>
    public void Restart()
    {
        Files.Clear();
        Boot();
        Files.CountAnew();
    }

    /// <summary>The same volume after a reset.</summary>
    public void Boot()
    {
        Engine = new UpdateEngine(Files, this, Parser, _identity, _keys);
        Engine.BeginBoot();
    }

    private static DeviceIdentity Identity()
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
        identity.SetNativeChecksums([7, 7, 7, 7, 7, 7, 7, 7], 0);
        return identity;
    }

    /// <summary>.NET's HMAC in the place of the native one of a board: as fast there, and nothing of it on the managed heap.</summary>
    private sealed class NetBlockDigest : IBlockDigest
    {
        public void Compute(byte[] block, int offset, int count, byte[] digest32) => BundleComposer.DigestOf(block.AsSpan(offset, count), digest32);
    }
}
