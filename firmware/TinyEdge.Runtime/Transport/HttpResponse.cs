using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// Status line, headers and one answer line in a single buffer, so that a response is one write: the line is written where the body
    /// is sent from, the head in front of it. Between two responses the buffer is free for whoever reads requests.
    /// </summary>
    public sealed class HttpResponse
    {
        private const int HeadBytes = 320;

        private readonly byte[] _buffer = new byte[HeadBytes + WireLimits.LineBytes];
        private readonly LineWriter _line;

        public HttpResponse()
        {
            _line = new LineWriter(_buffer, HeadBytes);
        }

        /// <summary>Takes the body.</summary>
        public LineWriter Line
        {
            get { return _line; }
        }

        /// <summary>Free until the next line is begun.</summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Sends the answer, <see cref="Line"/> having been ended.</summary>
        /// <param name="allow">Method for an Allow header, or null.</param>
        /// <param name="retryAfterMs">For a Retry-After header, in whole seconds rounded up; 0 for none.</param>
        /// <returns>False when the link is gone.</returns>
        public bool TrySend(IByteLink link, ResultCode result, bool keepAlive, string allow, int retryAfterMs)
        {
            byte[] buffer = _buffer;
            int status = HttpStatus.Of(result);
            int at = AsciiText.Put(buffer, 0, "HTTP/1.1 ");
            at = AsciiText.PutDecimal(buffer, at, status);
            buffer[at++] = (byte)' ';
            at = AsciiText.Put(buffer, at, HttpStatus.Phrase(status));
            at = AsciiText.Put(buffer, at, "\r\nContent-Type: text/plain; charset=us-ascii\r\nCache-Control: no-store\r\nContent-Length: ");
            at = AsciiText.PutDecimal(buffer, at, _line.Length);
            at = PutName(buffer, at, WireHeaders.Result);
            at = AsciiText.PutDecimal(buffer, at, (int)result);
            if (allow != null)
            {
                at = PutName(buffer, at, "Allow");
                at = AsciiText.Put(buffer, at, allow);
            }

            if (retryAfterMs > 0)
            {
                at = PutName(buffer, at, "Retry-After");
                at = AsciiText.PutDecimal(buffer, at, (retryAfterMs + 999) / 1000);
            }

            at = AsciiText.Put(buffer, at, keepAlive ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
            System.Array.Copy(buffer, 0, buffer, HeadBytes - at, at);
            return link.Write(buffer, HeadBytes - at, at + _line.Length);
        }

        /// <summary>Answers <c>Expect: 100-continue</c>.</summary>
        public bool TrySendContinue(IByteLink link)
        {
            int length = AsciiText.Put(_buffer, 0, "HTTP/1.1 100 Continue\r\n\r\n");
            return link.Write(_buffer, 0, length);
        }

        private static int PutName(byte[] buffer, int at, string name)
        {
            buffer[at++] = (byte)'\r';
            buffer[at++] = (byte)'\n';
            at = AsciiText.Put(buffer, at, name);
            buffer[at++] = (byte)':';
            buffer[at++] = (byte)' ';
            return at;
        }
    }
}
