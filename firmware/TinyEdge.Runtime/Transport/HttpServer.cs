using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// HTTP/1.1 over one connection at a time, with buffers made once: a request allocates nothing. The network thread
    /// accepts, calls <see cref="ServeConnection"/>, and accepts again. Pipelined requests are answered one after the other.
    /// A peer that is slow on purpose loses the connection: a head has <see cref="HeadMs"/>, a body <see cref="BodyGraceMs"/> plus its
    /// bytes at <see cref="MinBytesPerSecond"/>, an idle connection <see cref="IdleMs"/>. Whatever it does, a peer that does not show that it
    /// has the device's key gives way after <see cref="UnprovenMs"/>: there is one connection, and its owner waits behind it.
    /// </summary>
    public sealed class HttpServer
    {
        public const int IdleMs = 3000;
        public const int HeadMs = 5000;
        public const int BodyGraceMs = 5000;
        public const int MinBytesPerSecond = 512;

        /// <summary>
        /// Life of a connection whose peer has proven nothing. Two that wait and the one that is served take less together than a companion waits
        /// for its answer (10 s).
        /// </summary>
        public const int UnprovenMs = 3000;

        /// <summary>Life of a connection after its latest right answer to a challenge or right token.</summary>
        public const int ProvenMs = 15000;

        /// <summary>After a refusal unread bytes are taken for at most this time, so that a reset does not swallow the answer.</summary>
        public const int LingerMs = 250;

        private const int InputBytes = 512;
        private const int LingerBytes = 65536;

        private readonly CommandDispatcher _dispatcher;
        private readonly IClock _clock;
        private readonly HttpRequestParser _parser;
        private readonly CommandRequest _request = new CommandRequest();
        private readonly HttpResponse _response = new HttpResponse();
        private readonly LineWriter _line;
        private readonly byte[] _input = new byte[InputBytes];
        private IByteLink _link;
        private int _start;
        private int _end;
        private long _closesMs;

        public HttpServer(CommandDispatcher dispatcher, IClock clock)
        {
            _dispatcher = dispatcher;
            _clock = clock;
            _line = _response.Line;

            // A head is read to its end before its answer is begun, and the answer sent before the next head.
            _parser = new HttpRequestParser(_response.Buffer);
        }

        /// <summary>Serves requests until the connection ends, then closes it.</summary>
        public void ServeConnection(IByteLink link)
        {
            _link = link;
            _start = 0;
            _end = 0;
            _closesMs = _clock.UptimeMs + UnprovenMs;
            bool goOn = true;
            while (goOn && link.IsOpen)
            {
                goOn = ServeRequest();
            }

            link.Close();
            _link = null;
        }

        private bool ServeRequest()
        {
            _request.Reset(LinkId.Http);
            _parser.Reset(_request);
            ResultCode head = ReadHead();
            if (head == ResultCode.NeedMore)
            {
                return false;
            }

            if (head != ResultCode.Ok)
            {
                return RefuseAndLinger(head);
            }

            ResultCode framing = CheckBodyLength();
            if (framing != ResultCode.Ok)
            {
                return RefuseAndLinger(framing);
            }

            if (_parser.RouteResult == ResultCode.Ok && _request.Command == DeviceCommand.UpdateData)
            {
                return ServeData();
            }

            if (_parser.RouteResult != ResultCode.Ok)
            {
                return _parser.ContentLength > 0 ? RefuseAndLinger(_parser.RouteResult) : Refuse(_parser.RouteResult);
            }

            return Send(_dispatcher.Execute(_request, _line), _parser.KeepAlive);
        }

        /// <summary>Ok, why the head was refused, or NeedMore when the peer went away or sent nothing at all.</summary>
        private ResultCode ReadHead()
        {
            long begun = _clock.UptimeMs;
            bool hasBytes = false;
            for (; ; )
            {
                if (_start < _end)
                {
                    hasBytes = true;
                    _start += _parser.Feed(_input, _start, _end - _start);
                    if (_parser.IsComplete)
                    {
                        return _parser.Result;
                    }
                }

                long left = TimeLeft(begun + (hasBytes ? HeadMs : IdleMs));
                if (left <= 0)
                {
                    return hasBytes ? ResultCode.RequestTimeout : ResultCode.NeedMore;
                }

                if (!TryFill((int)left))
                {
                    return ResultCode.NeedMore;
                }

                if (!hasBytes && _end > 0)
                {
                    begun = _clock.UptimeMs;
                }
            }
        }

        /// <summary>Milliseconds to the deadline, or to the end of the connection's life if that comes first.</summary>
        private long TimeLeft(long deadlineMs)
        {
            return (deadlineMs < _closesMs ? deadlineMs : _closesMs) - _clock.UptimeMs;
        }

        /// <summary>Reads once; nothing read in time is not a failure.</summary>
        private bool TryFill(int timeoutMs)
        {
            int read = _link.Read(_input, 0, InputBytes, timeoutMs);
            _start = 0;
            _end = read > 0 ? read : 0;
            return read >= 0;
        }

        private ResultCode CheckBodyLength()
        {
            int length = _parser.ContentLength;
            if (_parser.RouteResult != ResultCode.Ok || WireCommands.IsReadOnly(_request.Command))
            {
                return length > 0 && _parser.RouteResult == ResultCode.Ok ? ResultCode.PayloadTooLarge : ResultCode.Ok;
            }

            if (length < 0)
            {
                return ResultCode.LengthRequired;
            }

            if (_request.Command != DeviceCommand.UpdateData)
            {
                return length > 0 ? ResultCode.PayloadTooLarge : ResultCode.Ok;
            }

            if (length > WireLimits.DataBodyBytes)
            {
                return ResultCode.PayloadTooLarge;
            }

            return length == _request.Length && length > 0 ? ResultCode.Ok : ResultCode.RangeRequired;
        }

        private bool ServeData()
        {
            ResultCode result = _dispatcher.BeginData(_request);
            if (_parser.ExpectsContinue)
            {
                if (result != ResultCode.Ok)
                {
                    _dispatcher.AnswerData(_request, result, _line);
                    return Send(result, false);
                }

                if (!_response.TrySendContinue(_link))
                {
                    _dispatcher.BreakData(LinkId.Http);
                    return false;
                }
            }

            bool mayFeed = result == ResultCode.Ok;
            ResultCode body = ReadBody(result);
            if (body == ResultCode.NeedMore || body == ResultCode.RequestTimeout)
            {
                if (mayFeed)
                {
                    _dispatcher.BreakData(LinkId.Http);
                }

                return body == ResultCode.RequestTimeout && RefuseAndLinger(body);
            }

            _dispatcher.AnswerData(_request, body, _line);
            return Send(body, _parser.KeepAlive);
        }

        /// <summary>
        /// Takes the whole body, handing it on as long as that goes well; what comes after a refusal is read and dropped, so that
        /// the connection stays in step. NeedMore when the peer went away.
        /// </summary>
        private ResultCode ReadBody(ResultCode result)
        {
            long begun = _clock.UptimeMs;
            int length = _parser.ContentLength;
            int done = 0;
            while (done < length)
            {
                if (_start == _end)
                {
                    long allowedMs = BodyGraceMs + ((long)done * 1000 / MinBytesPerSecond);

                    // The body of a request without a right token is read only to be dropped.
                    long left = _request.IsProven ? begun + allowedMs - _clock.UptimeMs : TimeLeft(begun + allowedMs);
                    if (left <= 0)
                    {
                        return ResultCode.RequestTimeout;
                    }

                    if (!TryFill((int)left))
                    {
                        return ResultCode.NeedMore;
                    }

                    continue;
                }

                int piece = _end - _start;
                piece = piece < length - done ? piece : length - done;
                if (result == ResultCode.Ok)
                {
                    result = _dispatcher.FeedData(_request.Position + done, _input, _start, piece, LinkId.Http);
                }

                _start += piece;
                done += piece;
            }

            return result;
        }

        private bool Refuse(ResultCode result)
        {
            _dispatcher.Refuse(_request, result, _line);
            return Send(result, _parser.KeepAlive);
        }

        private bool RefuseAndLinger(ResultCode result)
        {
            _dispatcher.Refuse(_request, result, _line);
            Send(result, false);
            Linger();
            return false;
        }

        private bool Send(ResultCode result, bool keepAlive)
        {
            string allow = result == ResultCode.MethodNotAllowed ? WireCommands.MethodOf(_request.Command) : null;
            int retryAfterMs = result == ResultCode.RateLimited ? _dispatcher.LockedForMs(LinkId.Http) : 0;
            long now = _clock.UptimeMs;
            if (_request.IsProven)
            {
                _closesMs = now + ProvenMs;
            }

            keepAlive = keepAlive && now < _closesMs;
            return _response.TrySend(_link, result, keepAlive, allow, retryAfterMs) && keepAlive;
        }

        private void Linger()
        {
            long until = _clock.UptimeMs + LingerMs;
            int taken = 0;
            while (taken < LingerBytes && _link.IsOpen)
            {
                long left = until - _clock.UptimeMs;
                if (left <= 0 || !TryFill((int)left) || _end == 0)
                {
                    return;
                }

                taken += _end;
            }
        }
    }
}
