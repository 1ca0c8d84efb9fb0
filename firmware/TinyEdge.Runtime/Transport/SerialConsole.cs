using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// The console on COM2: command lines and, between zero bytes, frames of update data (<see cref="WireFrame"/>). Noise
    /// costs at most the line or frame that it hits: a zero always ends what is being collected, a stretch between zeros that is no
    /// frame makes its last zero the first of the next, and a pause of <see cref="FramePauseMs"/> ends a frame that stopped.
    /// Lines with bytes that no keyboard makes are dropped without an answer, so noise does not make the device talk. While a capture is on,
    /// its lines leave between the answers.
    /// </summary>
    public sealed class SerialConsole
    {
        public const int FramePauseMs = 250;

        /// <summary>Wait for a byte while a capture is on: at 200 Hz four samples, of the 32 that the smallest FIFO holds.</summary>
        public const int CapturePauseMs = 20;

        private const int InputBytes = 256;

        private readonly CommandDispatcher _dispatcher;
        private readonly IClock _clock;
        private readonly CommandRequest _request = new CommandRequest(WireLimits.ProvisionArgumentBytes);
        private readonly byte[] _input = new byte[InputBytes];

        // What was collected has been taken over, as a request or as data, before its answer is begun in the same place.
        private readonly byte[] _collected = new byte[WireLimits.LineBytes];
        private readonly LineWriter _answer;
        private int _length;
        private bool _inFrame;
        private bool _tooLong;
        private bool _isNoise;
        private long _lastByteMs;
        private int _noiseCount;
        private int _badFrameCount;

        public SerialConsole(CommandDispatcher dispatcher, IClock clock)
        {
            _dispatcher = dispatcher;
            _clock = clock;
            _answer = new LineWriter(_collected);
        }

        /// <summary>Lines dropped because of unprintable bytes.</summary>
        public int NoiseCount
        {
            get { return _noiseCount; }
        }

        /// <summary>Stretches between zeros that were no frame.</summary>
        public int BadFrameCount
        {
            get { return _badFrameCount; }
        }

        /// <summary>Serves the link until it is closed or breaks.</summary>
        public void Run(IByteLink link)
        {
            while (Poll(link, _dispatcher.IsCapturing ? CapturePauseMs : FramePauseMs))
            {
            }
        }

        /// <summary>Reads once and answers what is complete.</summary>
        /// <returns>False when the link is closed or broken.</returns>
        public bool Poll(IByteLink link, int timeoutMs)
        {
            int read = link.Read(_input, 0, InputBytes, timeoutMs);
            long nowMs = _clock.UptimeMs;
            if (_inFrame && nowMs - _lastByteMs >= FramePauseMs)
            {
                GiveFrameUp();
            }

            if (read > 0)
            {
                _lastByteMs = nowMs;
                for (int i = 0; i < read; i++)
                {
                    Take(_input[i], link);
                }
            }

            if (read >= 0 && _dispatcher.IsCapturing)
            {
                SendCapture(link, nowMs - _lastByteMs);
            }

            return read >= 0 && link.IsOpen;
        }

        /// <summary>A line that is being collected keeps its place, unless it stopped: samples would be lost behind a forgotten one.</summary>
        private void SendCapture(IByteLink link, long silentMs)
        {
            if (_inFrame || (_length > 0 && silentMs < FramePauseMs))
            {
                return;
            }

            Clear();
            if (_dispatcher.TryWriteCapture(_answer, silentMs))
            {
                Send(link);
            }
        }

        private void Take(byte value, IByteLink link)
        {
            if (value == 0)
            {
                TakeZero(link);
            }
            else if (!_inFrame && (value == '\n' || value == '\r'))
            {
                EndLine(link);
            }
            else
            {
                Collect(value);
            }
        }

        private void Collect(byte value)
        {
            if (!_inFrame && (value < ' ' || value > '~'))
            {
                _isNoise = true;
            }

            if (_length == (_inFrame ? WireFrame.MaxStuffedBytes : WireLimits.CommandBytes))
            {
                _tooLong = true;
                return;
            }

            _collected[_length++] = value;
        }

        private void TakeZero(IByteLink link)
        {
            if (!_inFrame)
            {
                if (_length > 0)
                {
                    CountNoise();
                }

                Clear();
                _inFrame = true;
                return;
            }

            if (_length == 0)
            {
                return;
            }

            int payloadLength = 0;
            ResultCode result = _tooLong ? ResultCode.BadFrame : WireFrame.TryOpen(_collected, _length, out payloadLength);
            Clear();
            if (result == ResultCode.Ok)
            {
                _inFrame = false;
                TakeFrame(payloadLength, link);
            }
            else
            {
                CountBadFrame();
                AnswerBadFrame(link);
            }
        }

        private void TakeFrame(int payloadLength, IByteLink link)
        {
            byte[] frame = _collected;
            CommandRequest request = _request;
            request.Reset(LinkId.Serial);
            request.Command = DeviceCommand.UpdateData;
            request.ReplyTag = LittleEndian.ReadUInt16(frame, WireFrame.SequenceOffset);
            System.Array.Copy(frame, WireFrame.TokenOffset, request.Token, 0, WireLimits.TokenBytes);
            request.HasToken = true;
            request.Position = LittleEndian.ReadInt32(frame, WireFrame.PositionOffset);
            request.Length = payloadLength;
            ResultCode result = _dispatcher.BeginSerialData(request);
            if (result == ResultCode.Ok)
            {
                result = _dispatcher.FeedData(request.Position, frame, WireLimits.FrameHeadBytes, payloadLength, LinkId.Serial);
            }

            _dispatcher.AnswerData(request, result, _answer);
            Send(link);
        }

        /// <summary>Says at once where to go on, instead of letting the sender wait for its time-out.</summary>
        private void AnswerBadFrame(IByteLink link)
        {
            _request.Reset(LinkId.Serial);
            _request.Command = DeviceCommand.UpdateData;
            _dispatcher.AnswerData(_request, ResultCode.BadFrame, _answer);
            Send(link);
        }

        private void GiveFrameUp()
        {
            if (_length > 0)
            {
                CountBadFrame();
            }

            Clear();
            _inFrame = false;
        }

        private void EndLine(IByteLink link)
        {
            int length = _length;
            bool isNoise = _isNoise;
            bool tooLong = _tooLong;
            Clear();
            if (isNoise)
            {
                CountNoise();
                return;
            }

            if (length == 0)
            {
                return;
            }

            if (length == 4 && AsciiText.Equal(_collected, 0, length, "help"))
            {
                SendHelp(link);
                return;
            }

            _request.Reset(LinkId.Serial);
            ResultCode result = tooLong ? ResultCode.BadLine : ConsoleCommandParser.Parse(_collected, length, _request);

            // The line may have held a passphrase or a key, and the answer that takes its place may be shorter.
            System.Array.Clear(_collected, 0, length);
            if (result == ResultCode.Ok)
            {
                _dispatcher.Execute(_request, _answer);
            }
            else
            {
                _dispatcher.NoteSerialFault();
                _dispatcher.Refuse(_request, result, _answer);
            }

            Send(link);
        }

        /// <summary>One comment line a command; lines that begin with '#' are for people, a companion skips them.</summary>
        private void SendHelp(IByteLink link)
        {
            byte[] buffer = _answer.Buffer;
            int at = AsciiText.Put(buffer, 0, "# [@tag] command [arguments] [nonce mac] [?nonce]\n");
            for (int i = 1; i < WireCommands.Count; i++)
            {
                DeviceCommand command = (DeviceCommand)i;
                string words = WireCommands.WordsOf(command);
                if (words != null)
                {
                    buffer[at++] = (byte)'#';
                    buffer[at++] = (byte)' ';
                    at = AsciiText.Put(buffer, at, words);
                    at = AsciiText.Put(buffer, at, ArgumentsOf(command));
                    at = WireCommands.NeedsChallenge(command) ? AsciiText.Put(buffer, at, " nonce mac") : at;
                    buffer[at++] = (byte)'\n';
                }
            }

            link.Write(buffer, 0, at);
        }

        private static string ArgumentsOf(DeviceCommand command)
        {
            switch (command)
            {
                case DeviceCommand.UpdateOpen: return " fingerprint total";
                case DeviceCommand.ProvisionWifi: return " ssid-hex passphrase-hex|-";
                case DeviceCommand.ProvisionKey: return " key-hex";
                case DeviceCommand.Capture: return " seconds";
                default: return "";
            }
        }

        private void CountNoise()
        {
            _noiseCount++;
            _dispatcher.NoteSerialFault();
        }

        private void CountBadFrame()
        {
            _badFrameCount++;
            _dispatcher.NoteSerialFault();
        }

        private void Send(IByteLink link)
        {
            link.Write(_answer.Buffer, 0, _answer.Length);
        }

        private void Clear()
        {
            _length = 0;
            _tooLong = false;
            _isNoise = false;
        }
    }
}
