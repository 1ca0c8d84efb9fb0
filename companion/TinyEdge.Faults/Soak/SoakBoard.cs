using TinyEdge.Bundles;
using TinyEdge.Faults.Lab;
using TinyEdge.Firmware;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Faults.Soak;

/// <summary>The board under a soaked supervisor: the lab's volume and clock, the soak's sensor, the well-known lab key.</summary>
internal sealed class SoakBoard : IBoard, ITextOutput, IWifiControl, IEdgeApp
{
    private readonly LabVolume _volume;
    private readonly SoakOracle _oracle;

    public SoakBoard(LabVolume volume, LabClock clock, IAccelerometer sensor, SoakOracle oracle)
    {
        _volume = volume;
        _oracle = oracle;
        Time = clock;
        Sensor = sensor;
        Keys = new KeyRing(1, acceptsDevelopmentKeys: true);
        Keys.TryAdd(LabBundle.Key.PublicKey.ToDeviceKey());
        Identity = UpdateDevice.NewIdentity();
    }

    public LabClock Time { get; }

    public IAccelerometer Sensor { get; }

    /// <summary>Lines that the device put out on UART0.</summary>
    public long HealthLines { get; private set; }

    public ITextOutput Uart0 => this;

    public IFileStore Files => _volume.Store;

    public IClock Clock => Time;

    public IClock LinkClock => Time;

    public IBlockDigest BlockDigest { get; } = new PortableBlockDigest();

    public IHmacSha256 Hmac { get; } = new PortableHmacSha256(new byte[WireLimits.DeviceKeyBytes]);

    public KeyRing Keys { get; }

    public DeviceIdentity Identity { get; }

    public byte[] DeviceId { get; } = new byte[8];

    public byte[]? DeviceKey => null;

    public IWifiControl Wifi => this;

    public ResultCode StoreResult => ResultCode.Ok;

    public long SleptMs => 0;

    public DeploymentBundle Golden => GoldenSet.Create(GoldenModelBytes.Create(), GoldenModelBytes.FaultClass);

    public int BatteryPercent => BundlePolicy.BatteryUnknown;

    public int FreeHeapBytes => 60_000;

    public ResultCode State => ResultCode.WifiNotAvailable;

    public int Joins => 0;

    public int Version => 1 << 24;

    public ResultCode TryStoreDeviceKey(byte[] key) => ResultCode.StorageWriteFailed;

    public ResultCode TryProvision(byte[] ssid, byte[] passphrase) => ResultCode.WifiNotAvailable;

    public IEdgeApp CreateResidentApp() => this;

    public ResultCode TryLoadApp(byte[] image, string typeName, out IEdgeApp app)
    {
        app = this;
        return ResultCode.AppLoadFailed;
    }

    public IAccelerometer OpenSensor(Runtime.Supervision.SensorKind kind) => Sensor;

    public void SetIndicator(bool on)
    {
    }

    public void Write(byte[] text, int count) => HealthLines += text[count - 1] == '\n' ? 1 : 0;

    public void Configure(AppSettings settings)
    {
    }

    public void OnDecision(Decision decision, AppActions actions) => _oracle.Compare(decision);
}
