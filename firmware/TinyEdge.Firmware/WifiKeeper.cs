using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// Joins the provisioned network and joins it again, with pauses that double up to a minute. Lives on the thread of the network link,
    /// which has nothing to do without a network, so the main loop never waits for the radio. Name and passphrase are kept by the platform
    /// (a .sys file on I:) and nowhere else.
    /// </summary>
    public sealed class WifiKeeper : IWifiControl
    {
        /// <summary>Between two looks at the address.</summary>
        public const int LookMs = 2000;

        /// <summary>An associated station waits so long for its address, and a lost one for the platform's own attempts.</summary>
        public const int AddressMs = 10000;

        public const int FirstPauseMs = 1000;
        public const int LongestPauseMs = 60000;

        private readonly IClock _clock;
        private readonly int _spreadMs;
        private WifiAdapter _adapter;
        private string _ssid;
        private string _passphrase;
        private ResultCode _state = ResultCode.WifiSearching;
        private uint _address;
        private int _joins;
        private int _failures;
        private long _nextLookMs;
        private long _nextJoinMs;
        private bool _isStale = true;
        private bool _rests;
        private bool _restWanted;

        /// <param name="clock">The board's own time.</param>
        /// <param name="deviceId">Spreads the attempts of many devices that lost one access point over a second.</param>
        public WifiKeeper(IClock clock, byte[] deviceId)
        {
            _clock = clock;
            _spreadMs = deviceId[deviceId.Length - 1] * 4;
        }

        public ResultCode State
        {
            get { return _state; }
        }

        public int Joins
        {
            get { return _joins; }
        }

        /// <summary>Asks the radio to rest, or to come back. Any thread.</summary>
        public void Rest(bool rests)
        {
            _restWanted = rests;
        }

        public ResultCode TryProvision(byte[] ssid, byte[] passphrase)
        {
            try
            {
                Wireless80211Configuration[] all = Wireless80211Configuration.GetAllWireless80211Configurations();
                if (all.Length == 0)
                {
                    return ResultCode.WifiNotAvailable;
                }

                Wireless80211Configuration configuration = all[0];
                configuration.Ssid = Encoding.UTF8.GetString(ssid, 0, ssid.Length);
                configuration.Password = Encoding.UTF8.GetString(passphrase, 0, passphrase.Length);
                configuration.Options = Wireless80211Configuration.ConfigurationOptions.AutoConnect;
                configuration.SaveConfiguration();

                // What was said of the network before is not about this one. An attempt that is under way sees the mark and keeps silent.
                _isStale = true;
                _state = ResultCode.WifiSearching;
                return ResultCode.Ok;
            }
            catch (Exception)
            {
                return ResultCode.StorageWriteFailed;
            }
        }

        /// <summary>Does what is due. Blocks while an attempt to join lasts, at most 20 s. The thread of the network link only.</summary>
        /// <returns>True while the board has an address.</returns>
        public bool Upkeep()
        {
            long now = _clock.UptimeMs;
            if (_isStale)
            {
                _isStale = false;
                Reload(now);
            }

            if (_rests != _restWanted)
            {
                ChangeRest(now);
            }

            if (now >= _nextLookMs && !_rests && _ssid != null)
            {
                _nextLookMs = now + LookMs;
                Look(now);
            }

            return _state == ResultCode.Ok;
        }

        private void Look(long now)
        {
            uint address = ReadAddress();
            if (address != 0)
            {
                if (address != _address || _state != ResultCode.Ok)
                {
                    _joins++;
                }

                _address = address;
                _failures = 0;
                _state = ResultCode.Ok;
            }
            else if (_state == ResultCode.Ok)
            {
                _state = ResultCode.WifiSearching;
                _nextJoinMs = now + AddressMs;
            }
            else if (now >= _nextJoinMs)
            {
                Join();
            }
        }

        private void Join()
        {
            ResultCode code = Connect();
            if (_isStale)
            {
                return;
            }

            long now = _clock.UptimeMs;
            int pauseMs = PauseMs(_failures);
            _failures++;
            if (code == ResultCode.Ok)
            {
                // Associated; the address takes a moment.
                _state = ResultCode.WifiSearching;
                _nextJoinMs = now + (pauseMs > AddressMs ? pauseMs : AddressMs);
                _nextLookMs = now + FirstPauseMs;
                return;
            }

            Leave();
            _state = code;
            _nextJoinMs = now + pauseMs + _spreadMs;
            _nextLookMs = _nextJoinMs;
        }

        /// <summary>The pause after so many failures in a row, from 0 on.</summary>
        public static int PauseMs(int failures)
        {
            return failures > 5 ? LongestPauseMs : FirstPauseMs << failures;
        }

        private ResultCode Connect()
        {
            try
            {
                switch (_adapter.Connect(_ssid, WifiReconnectionKind.Automatic, _passphrase).ConnectionStatus)
                {
                    case WifiConnectionStatus.Success:
                        return ResultCode.Ok;
                    case WifiConnectionStatus.NetworkNotAvailable:
                        return ResultCode.WifiNetworkAbsent;
                    case WifiConnectionStatus.InvalidCredential:
                    case WifiConnectionStatus.AccessRevoked:
                        return ResultCode.WifiCredentialsRefused;
                    default:
                        return ResultCode.WifiJoinFailed;
                }
            }
            catch (Exception)
            {
                return ResultCode.WifiJoinFailed;
            }
        }

        private void Leave()
        {
            try
            {
                _adapter.Disconnect();
            }
            catch (Exception)
            {
                // It was not joined.
            }
        }

        private void Reload(long now)
        {
            bool hadNetwork = _ssid != null;
            _ssid = null;
            _passphrase = null;
            _failures = 0;
            _address = 0;
            _nextLookMs = now;
            _state = ResultCode.WifiNotAvailable;
            try
            {
                WifiAdapter[] adapters = WifiAdapter.FindAllAdapters();
                Wireless80211Configuration[] all = Wireless80211Configuration.GetAllWireless80211Configurations();
                if (adapters.Length == 0 || all.Length == 0)
                {
                    return;
                }

                _adapter = adapters[0];
                bool has = all[0].Ssid != null && all[0].Ssid.Length != 0;
                _state = has ? ResultCode.WifiSearching : ResultCode.WifiNotProvisioned;
                _ssid = has ? all[0].Ssid : null;
                _passphrase = all[0].Password == null ? "" : all[0].Password;
            }
            catch (Exception)
            {
                return;
            }

            // At boot the platform joins by itself; a network that was given just now is joined from here.
            _nextJoinMs = hadNetwork || _joins != 0 || now > AddressMs ? now : AddressMs;
            if (hadNetwork)
            {
                Leave();
            }
        }

        private void ChangeRest(long now)
        {
            _rests = _restWanted;
            if (_adapter == null || _ssid == null)
            {
                return;
            }

            if (_rests)
            {
                Leave();
                _state = ResultCode.WifiResting;
            }
            else
            {
                _state = ResultCode.WifiSearching;
                _failures = 0;
                _nextLookMs = now;
                _nextJoinMs = now;
            }
        }

        private static uint ReadAddress()
        {
            try
            {
                byte[] bytes = IPGlobalProperties.GetIPAddress().GetAddressBytes();
                return bytes.Length == 4 ? LittleEndian.ReadUInt32(bytes, 0) : 0;
            }
            catch (Exception)
            {
                return 0;
            }
        }
    }
}
