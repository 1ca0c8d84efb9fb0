using TinyEdge.App;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Firmware
{
    /// <summary>The board under the supervisor, out of the adapters in this folder.</summary>
    public sealed class EspBoard : IBoard
    {
        private readonly FirmwareSettings _settings;
        private readonly FlashFileStore _files = new FlashFileStore();
        private readonly SystemClock _clock = new SystemClock();
        private readonly LinkClock _linkClock = new LinkClock();
        private readonly NativeBlockDigest _blockDigest = new NativeBlockDigest();
        private readonly Hmac _hmac = new Hmac();
        private readonly BankAppLoader _loader = new BankAppLoader();
        private readonly BoardPower _power = new BoardPower();
        private readonly Uart0Output _uart0 = new Uart0Output();
        private readonly DeviceKeyStore _keyStore;
        private readonly WifiKeeper _wifi;
        private readonly Indicator _indicator = new Indicator(BoardPins.IndicatorPin);
        private byte[] _deviceKey;
        private LightSleeper _sleeper;

        public EspBoard(FirmwareSettings settings)
        {
            _settings = settings;
            _wifi = new WifiKeeper(_clock, settings.DeviceId);
            _files.NoteFullness();
            _keyStore = new DeviceKeyStore(_files);
            _deviceKey = _keyStore.Load();
        }

        public IFileStore Files
        {
            get { return _files; }
        }

        public IClock Clock
        {
            get { return _clock; }
        }

        public ITextOutput Uart0
        {
            get { return _uart0; }
        }

        public IClock LinkClock
        {
            get { return _linkClock; }
        }

        public IBlockDigest BlockDigest
        {
            get { return _blockDigest; }
        }

        public IHmacSha256 Hmac
        {
            get { return _hmac; }
        }

        public KeyRing Keys
        {
            get { return _settings.Keys; }
        }

        public DeviceIdentity Identity
        {
            get { return _settings.Identity; }
        }

        public byte[] DeviceId
        {
            get { return _settings.DeviceId; }
        }

        public byte[] DeviceKey
        {
            get { return _deviceKey; }
        }

        public DeploymentBundle Golden
        {
            get { return GoldenSet.Create(GoldenModelBytes.Create(), GoldenModelBytes.FaultClass); }
        }

        /// <summary>The reference wiring has no gauge.</summary>
        public int BatteryPercent
        {
            get { return BundlePolicy.BatteryUnknown; }
        }

        public int FreeHeapBytes
        {
            get { return _power.FreeManagedBytes(); }
        }

        /// <summary>State of the indicator output.</summary>
        public bool Indicator
        {
            get { return _indicator.IsOn; }
        }

        public IWifiControl Wifi
        {
            get { return _wifi; }
        }

        /// <summary>The same Wi-Fi for those who keep it up.</summary>
        public WifiKeeper Keeper
        {
            get { return _wifi; }
        }

        public ResultCode StoreResult
        {
            get { return _files.Result; }
        }

        public long SleptMs
        {
            get { return _sleeper == null ? 0 : _sleeper.SleptMs; }
        }

        /// <summary>Names who sleeps, for <see cref="SleptMs"/>.</summary>
        public void SetSleeper(LightSleeper sleeper)
        {
            _sleeper = sleeper;
        }

        public ResultCode TryStoreDeviceKey(byte[] key)
        {
            ResultCode code = _keyStore.TryStore(key);
            if (code == ResultCode.Ok)
            {
                _deviceKey = key;
            }

            return code;
        }

        public IEdgeApp CreateResidentApp()
        {
            return new VibrationApp();
        }

        public ResultCode TryLoadApp(byte[] image, string typeName, out IEdgeApp app)
        {
            object loaded;
            ResultCode code = _loader.TryLoad(image, typeName, out loaded);
            app = loaded as IEdgeApp;
            return code == ResultCode.Ok && app == null ? ResultCode.AppTypeNotFound : code;
        }

        public IAccelerometer OpenSensor(SensorKind kind)
        {
            switch (kind)
            {
                case SensorKind.Adxl345:
                    return new Adxl345(new I2cBus(BoardPins.SensorBus, BoardPins.Adxl345Address));
                case SensorKind.Mpu6050:
                    return new Mpu6050(new I2cBus(BoardPins.SensorBus, BoardPins.Mpu6050Address));
                default:
                    return null;
            }
        }

        public void SetIndicator(bool on)
        {
            _indicator.Set(on);
        }
    }
}
