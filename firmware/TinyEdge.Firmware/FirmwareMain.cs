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
        private const int LoopPauseMs = 10;
        private const int AcceptMs = 250;
        private const int ListenRetryMs = 2000;

        private readonly FirmwareSettings _settings;
        private readonly EspBoard _board;
        private readonly DeviceSupervisor _supervisor;
        private readonly BoardPower _power = new BoardPower();
        private readonly TcpListenerAdapter _listener = new TcpListenerAdapter();
        private int _httpPort;

        public FirmwareMain(FirmwareSettings settings)
        {
            _settings = settings;
            _board = new EspBoard(settings);
            _supervisor = new DeviceSupervisor(_board);
        }

        public DeviceSupervisor Supervisor
        {
            get { return _supervisor; }
        }

        public EspBoard Board
        {
            get { return _board; }
        }

        /// <summary>Port that the HTTP server listens on; 0 until it does.</summary>
        public int HttpPort
        {
            get { return _httpPort; }
        }

        /// <summary>Runs the device. Ends with a reset of the board, whatever happens: on this platform neither a return from Main nor an exception out of it can be survived.</summary>
        public void Run()
        {
            try
            {
                BoardPins.Assign();
                new Thread(Watch).Start();
                _supervisor.Boot();
                new Thread(ServeHttp).Start();
                new Thread(ServeConsole).Start();
                while (!_supervisor.RebootDue)
                {
                    _supervisor.Step();
                    Thread.Sleep(LoopPauseMs);
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

        private void ServeHttp()
        {
            HttpServer server = new HttpServer(_supervisor.Dispatcher, _board.LinkClock);
            try
            {
                while (true)
                {
                    ServeNext(server);

                    // Gives way to the main loop; a virtual board ends the thread of an earlier boot here.
                    Thread.Sleep(0);
                }
            }
            finally
            {
                _listener.Close();
            }
        }

        private void ServeNext(HttpServer server)
        {
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

        private void ServeConsole()
        {
            SerialConsole console = new SerialConsole(_supervisor.Dispatcher, _board.LinkClock);
            while (true)
            {
                SerialLink link = new SerialLink(BoardPins.ConsolePort, FirmwareSettings.ConsoleBaudRate);
                console.Run(link);
                link.Close();
                Thread.Sleep(ListenRetryMs);
            }
        }

        private void Watch()
        {
            Watchdog watchdog = new Watchdog();
            while (true)
            {
                Thread.Sleep(Watchdog.PeriodMs);
                if (watchdog.Look(_supervisor.Rounds))
                {
                    _supervisor.NoteStall();
                    _power.Reboot();
                }
            }
        }
    }
}
