using System;
using System.Threading;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// What Main does: builds the board and the supervisor, starts the threads of the links and of the watchdog, and turns
    /// the supervisor's loop until a reboot is due. One object a boot.
    /// </summary>
    public sealed class FirmwareMain
    {
        /// <summary>Longest wait of the watchdog for the reason to be written before it resets the board all the same.</summary>
        public const int LastWordsMs = 2000;

        private const int LoopPauseMs = 10;
        private const int AcceptMs = 250;
        private const int ListenRetryMs = 2000;
        private const int LastWordsStepMs = 50;

        private readonly FirmwareSettings _settings;
        private readonly EspBoard _board;
        private readonly DeviceSupervisor _supervisor;
        private readonly LightSleeper _sleeper;
        private readonly BoardPower _power = new BoardPower();
        private readonly TcpListenerAdapter _listener = new TcpListenerAdapter();
        private int _httpPort;
        private int _listensOnJoin;
        private bool _isServing;
        private bool _lastWordsDone;

        public FirmwareMain(FirmwareSettings settings)
        {
            BoardPins.Assign();
            _settings = settings;
            _board = new EspBoard(settings);
            _supervisor = new DeviceSupervisor(_board);
            _sleeper = new LightSleeper(settings.Power, _supervisor, _board);
            _board.SetSleeper(_sleeper);
        }

        public DeviceSupervisor Supervisor
        {
            get { return _supervisor; }
        }

        public EspBoard Board
        {
            get { return _board; }
        }

        /// <summary>Port that the HTTP server listens on; 0 while it does not.</summary>
        public int HttpPort
        {
            get { return _httpPort; }
        }

        /// <summary>True once the boot is over and the links have their threads.</summary>
        public bool IsServing
        {
            get { return _isServing; }
        }

        /// <summary>Runs the device. Ends with a reset of the board, whatever happens: on this platform neither a return from Main nor an exception out of it can be survived.</summary>
        public void Run()
        {
            try
            {
                new Thread(Watch).Start();
                _supervisor.Boot();
                new Thread(ServeNetwork).Start();
                new Thread(ServeConsole).Start();
                _isServing = true;
                while (!_supervisor.RebootDue)
                {
                    _supervisor.Step();
                    if (!_sleeper.TrySleep())
                    {
                        Thread.Sleep(LoopPauseMs);
                    }
                }

                _supervisor.PrepareReboot();
            }
            catch (Exception)
            {
                // A defect of the supervisor itself. The boot counts as unclean; the reset below is all that helps.
                Thread.Sleep(ListenRetryMs);
            }

            _listener.Close();
            _power.Reboot();
        }

        /// <summary>The thread of the network link: keeps the Wi-Fi joined and serves HTTP on it.</summary>
        private void ServeNetwork()
        {
            try
            {
                while (true)
                {
                    try
                    {
                        ServeNetworkUntilFault();
                    }
                    catch (Exception)
                    {
                        // A defect, or no memory for a moment: the server is made anew. An exception out of a thread would end the device.
                    }

                    CloseListener();

                    // Also where a virtual board ends the thread of an earlier boot.
                    Thread.Sleep(ListenRetryMs);
                }
            }
            finally
            {
                CloseListener();
            }
        }

        private void ServeNetworkUntilFault()
        {
            HttpServer server = new HttpServer(_supervisor.Dispatcher, _board.LinkClock);
            WifiKeeper wifi = _board.Keeper;
            while (true)
            {
                if (wifi.Upkeep())
                {
                    ServeNext(server, wifi.Joins);

                    // Gives way to the main loop.
                    Thread.Sleep(0);
                }
                else
                {
                    CloseListener();
                    Thread.Sleep(AcceptMs);
                }
            }
        }

        private void ServeNext(HttpServer server, int join)
        {
            if (join != _listensOnJoin)
            {
                // Another address, or the same one after a pause: a socket from before may listen to nothing.
                CloseListener();
                _listensOnJoin = join;
            }

            if (_listener.Port == 0 && !_listener.TryListen(_settings.HttpAddress, _settings.HttpPort))
            {
                Thread.Sleep(ListenRetryMs);
                return;
            }

            _httpPort = _listener.Port;
            IByteLink link = _listener.TryAccept(AcceptMs);
            if (link != null)
            {
                server.ServeConnection(link);
                link.Close();
            }
        }

        private void CloseListener()
        {
            _httpPort = 0;
            _listener.Close();
        }

        private void ServeConsole()
        {
            while (true)
            {
                try
                {
                    SerialConsole console = new SerialConsole(_supervisor.Dispatcher, _board.LinkClock);
                    SerialLink link = new SerialLink(BoardPins.ConsolePort, FirmwareSettings.ConsoleBaudRate);
                    console.Run(link);
                    link.Close();
                }
                catch (Exception)
                {
                    // As for the network: begun anew after a pause.
                }

                Thread.Sleep(ListenRetryMs);
            }
        }

        private void Watch()
        {
            Watchdog watchdog = new Watchdog();
            while (true)
            {
                Thread.Sleep(Watchdog.PeriodMs);
                try
                {
                    if (watchdog.Look(_supervisor.Rounds))
                    {
                        AwaitLastWords();
                        _power.Reboot();
                    }
                }
                catch (Exception)
                {
                    // An application may have taken all memory. The next look comes all the same: an exception out of a thread would end the device.
                }
            }
        }

        /// <summary>
        /// The reason should outlive the reset, but writing it needs the supervisor's lock and the flash, and the stall may be in either. So
        /// another thread writes, and this one waits no longer than <see cref="LastWordsMs"/>.
        /// </summary>
        private void AwaitLastWords()
        {
            try
            {
                new Thread(SayLastWords).Start();
            }
            catch (Exception)
            {
                // No memory for a thread: the reset matters more.
                return;
            }

            for (int waited = 0; waited < LastWordsMs && !_lastWordsDone; waited += LastWordsStepMs)
            {
                Thread.Sleep(LastWordsStepMs);
            }
        }

        private void SayLastWords()
        {
            try
            {
                _supervisor.NoteStall();
            }
            catch (Exception)
            {
                // The reset comes all the same.
            }

            _lastWordsDone = true;
        }
    }
}
