using TinyEdge.App;
using TinyEdge.Bundles;
using TinyEdge.Firmware;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Transport;
using TinyEdge.Tests.Update;
using TinyEdge.VirtualDevice;
using SensorKind = TinyEdge.Runtime.Supervision.SensorKind;

namespace TinyEdge.Tests.Supervision;

/// <summary>A board without hardware: files in memory, a clock that tests move, a scripted sensor, an application loader that tests write.</summary>
internal sealed class LabBoard : IBoard, ITextOutput
{
    private readonly System.Text.StringBuilder _healthLine = new();
    public const int RamCapBytes = 12288;

    public LabBoard()
    {
        Keys = new KeyRing(1, acceptsDevelopmentKeys: true);
        Keys.TryAdd(TestKeys.Trusted.PublicKey.ToDeviceKey());
        Identity = LabDevice.NewIdentity();
        ScriptedSensor = new ScriptedSensor(Time);
        Sensor = ScriptedSensor;
        Golden = GoldenSet.Create(GoldenModelBytes.Create(), GoldenModelBytes.FaultClass);
    }

    public MemoryFileStore Volume { get; } = new();

    public LabClock Time { get; } = new();

    public ScriptedSensor ScriptedSensor { get; }

    /// <summary>What the board has on its bus; null for nothing.</summary>
    public IAccelerometer? Sensor { get; set; }

    /// <summary>What came through UART0, joined from its pieces.</summary>
    public List<string> HealthLines { get; } = [];

    public bool KeepsHealthLines { get; set; } = true;

    public bool IndicatorOn { get; private set; }

    /// <summary>Makes the application of a bundle from its image and its type name.</summary>
    public Func<byte[], string, (ResultCode Code, IEdgeApp? App)> Loader { get; set; } = (_, _) => (ResultCode.AppLoadFailed, null);

    public Func<IEdgeApp> Resident { get; set; } = () => new VibrationApp();

    public IFileStore Files => Volume;

    public IClock Clock => Time;

    public IClock LinkClock => Time;

    public IBlockDigest BlockDigest { get; } = new PortableBlockDigest();

    public IHmacSha256 Hmac { get; } = new NetHmac();

    public KeyRing Keys { get; }

    public DeviceIdentity Identity { get; }

    public byte[] DeviceId { get; } = [0xA0, 1, 2, 3, 4, 5, 6, 7];

    public byte[]? DeviceKey { get; set; } = TestDevice.KeyBytes;

    public IWifiControl Wifi { get; } = new LabWifi();

    public ResultCode StoreResult { get; set; }

    public long SleptMs { get; set; }

    public DeploymentBundle Golden { get; set; }

    public int BatteryPercent { get; set; } = BundlePolicy.BatteryUnknown;

    public int FreeHeapBytes { get; set; } = 60_000;

    public ResultCode TryStoreDeviceKey(byte[] key)
    {
        DeviceKey = key;
        return ResultCode.Ok;
    }

    public IEdgeApp CreateResidentApp() => Resident();

    public ResultCode TryLoadApp(byte[] image, string typeName, out IEdgeApp app)
    {
        (ResultCode code, IEdgeApp? made) = Loader(image, typeName);
        app = made!;
        return code;
    }

    public IAccelerometer OpenSensor(SensorKind kind) => Sensor!;

    public void SetIndicator(bool on) => IndicatorOn = on;

    public ITextOutput Uart0 => this;

    public void Write(byte[] text, int count)
    {
        if (!KeepsHealthLines)
        {
            return;
        }

        _healthLine.Append(System.Text.Encoding.ASCII.GetString(text, 0, count));
        if (text[count - 1] == '\n')
        {
            HealthLines.Add(_healthLine.ToString());
            _healthLine.Clear();
        }
    }
}

/// <summary>A Wi-Fi that tests set.</summary>
internal sealed class LabWifi : IWifiControl
{
    public ResultCode State { get; set; }

    public int Joins { get; set; }

    public ResultCode TryProvision(byte[] ssid, byte[] passphrase) => ResultCode.Ok;
}
