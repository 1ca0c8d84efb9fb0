using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// Head of an HTTP/1.x request (RFC 9112), fed in pieces of any size. Stricter than the RFC: a server that talks to its
    /// own client gains nothing from leniency, and every kind of request smuggling lives on it. Refused: bare CR or LF, control
    /// characters, folded lines, space before a colon, any Transfer-Encoding, a Content-Length that is not 1-9 digits, a
    /// second Content-Length, Host or header of ours, a target that is not one of the fixed paths. One line is kept at a time.
    /// </summary>
    public sealed class HttpRequestParser
    {
        /// <summary>Longest line, line end excluded. Bytes.</summary>
        public const int MaxLineBytes = 512;

        /// <summary>Longest head. Bytes.</summary>
        public const int MaxHeadBytes = 4096;

        public const int MaxHeaders = 32;

        private const int SeenHost = 1;
        private const int SeenLength = 2;
        private const int SeenExpect = 4;
        private const int SeenAuth = 8;
        private const int SeenToken = 16;
        private const int SeenBundle = 32;
        private const int SeenNonce = 64;
        private const int SeenRange = 128;

        private readonly byte[] _line;
        private CommandRequest _request;
        private int _lineLength;
        private int _headBytes;
        private int _headers;
        private int _seen;
        private bool _pastRequestLine;
        private bool _afterCarriageReturn;
        private bool _isComplete;
        private bool _isHttp11;
        private ResultCode _result;
        private ResultCode _routeResult;
        private int _contentLength;
        private bool _expectsContinue;
        private bool _keepAlive;

        /// <param name="line">Takes one line at a time: at least <see cref="MaxLineBytes"/>, free for others once a head is over.</param>
        public HttpRequestParser(byte[] line)
        {
            _line = line;
        }

        /// <summary>True when the head is over: the body, if any, begins, or <see cref="Result"/> says why there is none.</summary>
        public bool IsComplete
        {
            get { return _isComplete; }
        }

        /// <summary>Ok, or why the bytes are no request; then the connection cannot be read on.</summary>
        public ResultCode Result
        {
            get { return _result; }
        }

        /// <summary>Ok, NotFound or MethodNotAllowed. The framing is sound either way.</summary>
        public ResultCode RouteResult
        {
            get { return _routeResult; }
        }

        /// <summary>Length of the body, or -1 when no Content-Length was given.</summary>
        public int ContentLength
        {
            get { return _contentLength; }
        }

        public bool ExpectsContinue
        {
            get { return _expectsContinue; }
        }

        public bool KeepAlive
        {
            get { return _keepAlive; }
        }

        /// <summary>Begins the next head; what it says goes to <paramref name="request"/>.</summary>
        public void Reset(CommandRequest request)
        {
            _request = request;
            _lineLength = 0;
            _headBytes = 0;
            _headers = 0;
            _seen = 0;
            _pastRequestLine = false;
            _afterCarriageReturn = false;
            _isComplete = false;
            _isHttp11 = false;
            _result = ResultCode.Ok;
            _routeResult = ResultCode.NotFound;
            _contentLength = -1;
            _expectsContinue = false;
            _keepAlive = true;
        }

        /// <summary>Takes bytes until the head is over.</summary>
        /// <returns>How many bytes belonged to the head.</returns>
        public int Feed(byte[] buffer, int offset, int count)
        {
            int used = 0;
            while (used < count && !_isComplete)
            {
                Take(buffer[offset + used]);
                used++;
            }

            return used;
        }

        private void Take(byte value)
        {
            _headBytes++;
            if (_headBytes > MaxHeadBytes)
            {
                Stop(ResultCode.HeaderTooLarge);
            }
            else if (_afterCarriageReturn)
            {
                _afterCarriageReturn = false;
                if (value == '\n')
                {
                    EndLine();
                }
                else
                {
                    Stop(ResultCode.BadRequest);
                }
            }
            else if (value == '\r')
            {
                _afterCarriageReturn = true;
            }
            else if ((value < ' ' && value != '\t') || value == 127)
            {
                Stop(ResultCode.BadRequest);
            }
            else if (_lineLength == MaxLineBytes)
            {
                Stop(ResultCode.HeaderTooLarge);
            }
            else
            {
                _line[_lineLength++] = value;
            }
        }

        private void Stop(ResultCode result)
        {
            _result = result;
            _isComplete = true;
        }

        private void EndLine()
        {
            int length = _lineLength;
            _lineLength = 0;
            ResultCode result;
            if (!_pastRequestLine)
            {
                _pastRequestLine = true;
                result = ParseRequestLine(length);
            }
            else if (length == 0)
            {
                Stop(CheckWhole());
                return;
            }
            else
            {
                _headers++;
                result = _headers > MaxHeaders ? ResultCode.HeaderTooLarge : ParseHeader(length);
            }

            if (result != ResultCode.Ok)
            {
                Stop(result);
            }
        }

        private ResultCode CheckWhole()
        {
            return _isHttp11 && (_seen & SeenHost) == 0 ? ResultCode.BadRequest : ResultCode.Ok;
        }

        private ResultCode ParseRequestLine(int length)
        {
            byte[] line = _line;
            int methodEnd = IndexOf(' ', 0, length);
            int pathEnd = methodEnd < 0 ? -1 : IndexOf(' ', methodEnd + 1, length);
            if (methodEnd < 1 || pathEnd < 0 || line[methodEnd + 1] != '/' || !IsToken(0, methodEnd))
            {
                return ResultCode.BadRequest;
            }

            int version = pathEnd + 1;
            _isHttp11 = AsciiText.Equal(line, version, length - version, "HTTP/1.1");
            if (!_isHttp11)
            {
                _keepAlive = false;
                if (!AsciiText.Equal(line, version, length - version, "HTTP/1.0"))
                {
                    return ResultCode.BadRequest;
                }
            }

            Route(methodEnd, pathEnd);
            return ResultCode.Ok;
        }

        private void Route(int methodEnd, int pathEnd)
        {
            for (int i = 1; i < WireCommands.Count; i++)
            {
                DeviceCommand command = (DeviceCommand)i;
                if (!WireCommands.IsConsoleOnly(command) && AsciiText.Equal(_line, methodEnd + 1, pathEnd - methodEnd - 1, WireCommands.PathOf(command)))
                {
                    _request.Command = command;
                    _routeResult = AsciiText.Equal(_line, 0, methodEnd, WireCommands.MethodOf(command)) ? ResultCode.Ok : ResultCode.MethodNotAllowed;
                    return;
                }
            }
        }

        private ResultCode ParseHeader(int length)
        {
            byte[] line = _line;
            int colon = IndexOf(':', 0, length);
            if (colon < 1 || !IsToken(0, colon))
            {
                return ResultCode.BadRequest;
            }

            int start = colon + 1;
            int end = length;
            while (start < end && (line[start] == ' ' || line[start] == '\t'))
            {
                start++;
            }

            while (end > start && (line[end - 1] == ' ' || line[end - 1] == '\t'))
            {
                end--;
            }

            return KeepHeader(colon, start, end - start);
        }

        private ResultCode KeepHeader(int nameLength, int start, int count)
        {
            byte[] line = _line;
            switch (nameLength)
            {
                case 4:
                    return IsName(nameLength, "Host") ? Once(SeenHost, count > 0) : ResultCode.Ok;
                case 6:
                    return IsName(nameLength, "Expect") ? KeepExpect(start, count) : ResultCode.Ok;
                case 10:
                    return IsName(nameLength, "Connection") ? KeepConnection(start, count) : ResultCode.Ok;
                case 13:
                    return IsName(nameLength, "Content-Range") ? Once(SeenRange, TryParseRange(start, count)) : ResultCode.Ok;
                case 14:
                    return IsName(nameLength, "Content-Length")
                        ? Once(SeenLength, AsciiText.TryParseDecimal(line, start, count, out _contentLength))
                        : ResultCode.Ok;
                case 15:
                    return IsName(nameLength, WireHeaders.Auth) ? Once(SeenAuth, _request.TrySetAuth(line, start, count)) : ResultCode.Ok;
                case 16:
                    return IsName(nameLength, WireHeaders.Token) ? Once(SeenToken, _request.TrySetToken(line, start, count))
                        : IsName(nameLength, WireHeaders.Nonce) ? Once(SeenNonce, _request.TrySetClientNonce(line, start, count))
                        : ResultCode.Ok;
                case 17:
                    return IsName(nameLength, WireHeaders.Bundle) ? Once(SeenBundle, _request.TrySetArguments(line, start, count))
                        : IsName(nameLength, "Transfer-Encoding") ? ResultCode.LengthRequired
                        : ResultCode.Ok;
                default:
                    return ResultCode.Ok;
            }
        }

        private bool IsName(int nameLength, string name)
        {
            return AsciiText.EqualIgnoreCase(_line, 0, nameLength, name);
        }

        private ResultCode Once(int bit, bool isGood)
        {
            if (!isGood || (_seen & bit) != 0)
            {
                return ResultCode.BadRequest;
            }

            _seen |= bit;
            return ResultCode.Ok;
        }

        private ResultCode KeepExpect(int start, int count)
        {
            _expectsContinue = _isHttp11;
            return Once(SeenExpect, AsciiText.EqualIgnoreCase(_line, start, count, "100-continue"));
        }

        private ResultCode KeepConnection(int start, int count)
        {
            if (!AsciiText.EqualIgnoreCase(_line, start, count, "keep-alive"))
            {
                _keepAlive = false;
            }

            return ResultCode.Ok;
        }

        /// <summary><c>bytes first-last/total</c>, all three in decimal.</summary>
        private bool TryParseRange(int start, int count)
        {
            int end = start + count;
            int dash = IndexOf('-', start, end);
            int slash = dash < 0 ? -1 : IndexOf('/', dash, end);
            const int Unit = 6;
            if (slash < 0 || dash < start + Unit || !AsciiText.Equal(_line, start, Unit, "bytes "))
            {
                return false;
            }

            int first;
            int last;
            if (!AsciiText.TryParseDecimal(_line, start + Unit, dash - start - Unit, out first)
                || !AsciiText.TryParseDecimal(_line, dash + 1, slash - dash - 1, out last)
                || !AsciiText.TryParseDecimal(_line, slash + 1, end - slash - 1, out _request.TotalLength)
                || last < first)
            {
                return false;
            }

            _request.Position = first;
            _request.Length = last - first + 1;
            return true;
        }

        private int IndexOf(char wanted, int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                if (_line[i] == wanted)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Letters, digits and the marks that RFC 9110 section 5.6.2 allows in a token.</summary>
        private bool IsToken(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int c = _line[i];
                bool isLetterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                if (!isLetterOrDigit && !IsTokenMark(c))
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsTokenMark(int c)
        {
            switch (c)
            {
                case '!':
                case '#':
                case '$':
                case '%':
                case '&':
                case '\'':
                case '*':
                case '+':
                case '-':
                case '.':
                case '^':
                case '_':
                case '`':
                case '|':
                case '~':
                    return true;
                default:
                    return false;
            }
        }
    }
}
