using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Faults.Lab;

/// <summary>
/// One boot of a device's update code: a new object graph over a volume that survived, as after a reset. Plays the supervisor's part
/// where it is needed: pushes bundles piece by piece.
/// </summary>
public class UpdateDevice
{
    public const int Link = 1;
    public const int OtherLink = 2;

    /// <param name="files">The volume.</param>
    /// <param name="adjust">Changes the device's facts, or null.</param>
    public UpdateDevice(IFileStore files, Action<DeviceIdentity>? adjust = null)
    {
        Keys = new KeyRing(1, acceptsDevelopmentKeys: true);
        Keys.TryAdd(LabBundle.Key.PublicKey.ToDeviceKey());
        Identity = NewIdentity();
        adjust?.Invoke(Identity);
        Engine = new UpdateEngine(files, Clock, new BundleParser(Keys, new PortableBlockDigest()), Identity, Keys);
        BootResult = Engine.BeginBoot();
    }

    public LabClock Clock { get; } = new();

    public KeyRing Keys { get; }

    public DeviceIdentity Identity { get; }

    public UpdateEngine Engine { get; }

    public ResultCode BootResult { get; }

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

    /// <summary>Opens, feeds what is missing in pieces, finishes.</summary>
    public ResultCode Push(byte[] bundle, int pieceBytes = 700, int link = Link)
    {
        ResultCode code = FeedUpTo(bundle, bundle.Length, pieceBytes, link);
        return code == ResultCode.Ok ? Engine.Finish(link) : code;
    }

    /// <summary>Opens and feeds the first bytes only.</summary>
    public ResultCode TryPushPart(byte[] bundle, int bytes, int link = Link) => FeedUpTo(bundle, bytes, bytes, link);

    private ResultCode FeedUpTo(byte[] bundle, int end, int pieceBytes, int link)
    {
        ResultCode code = Engine.Open(LabBundle.FingerprintOf(bundle), 0, bundle.Length, link, out int next);
        while (code == ResultCode.Ok && next < end)
        {
            int count = Math.Min(pieceBytes, end - next);
            code = Engine.Feed(next, bundle, next, count, link);
            next += count;
        }

        return code;
    }
}
