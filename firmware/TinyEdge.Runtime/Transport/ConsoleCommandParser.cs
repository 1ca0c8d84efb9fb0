using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// One command line of the serial console: <c>[@tag] words [arguments] [nonce mac] [?nonce]</c>, single spaces between.
    /// The tag (0-99999) comes back in the answer; the last part asks for a MAC over the answer.
    /// </summary>
    public static class ConsoleCommandParser
    {
        /// <summary>Fills the request.</summary>
        /// <returns>Ok, UnknownCommand or BadLine; the tag is set whenever it could be read.</returns>
        public static ResultCode Parse(byte[] line, int length, CommandRequest request)
        {
            int at = 0;
            if (length > 0 && line[0] == '@')
            {
                int space = IndexOfSpace(line, 0, length);
                int tag;
                if (space < 0 || space > 6 || !AsciiText.TryParseDecimal(line, 1, space - 1, out tag))
                {
                    return ResultCode.BadLine;
                }

                request.ReplyTag = tag;
                at = space + 1;
            }

            int end = TakeClientNonce(line, at, length, request);
            if (end < 0)
            {
                return ResultCode.BadLine;
            }

            int next = MatchWords(line, at, end, request);
            return next < 0 ? ResultCode.UnknownCommand : ParseRest(line, next, end, request);
        }

        private static int TakeClientNonce(byte[] line, int at, int end, CommandRequest request)
        {
            const int NonceDigits = WireLimits.NonceBytes * 2;
            int mark = end - NonceDigits - 1;
            if (mark <= at || line[mark] != '?' || line[mark - 1] != ' ')
            {
                return end;
            }

            return request.TrySetClientNonce(line, mark + 1, NonceDigits) ? mark - 1 : -1;
        }

        /// <summary>Where the words end, or -1 when they are no command.</summary>
        private static int MatchWords(byte[] line, int at, int end, CommandRequest request)
        {
            for (int i = 1; i < WireCommands.Count; i++)
            {
                string words = WireCommands.WordsOf((DeviceCommand)i);
                int length = words == null ? end : words.Length;
                bool fits = words != null && length <= end - at && (at + length == end || line[at + length] == ' ');
                if (fits && AsciiText.Equal(line, at, length, words))
                {
                    request.Command = (DeviceCommand)i;
                    return at + length;
                }
            }

            return -1;
        }

        private static ResultCode ParseRest(byte[] line, int at, int end, CommandRequest request)
        {
            if (!WireCommands.NeedsChallenge(request.Command))
            {
                return at == end ? ResultCode.Ok : ResultCode.BadLine;
            }

            const int AuthBytes = 1 + (WireLimits.NonceBytes * 2) + 1 + (WireLimits.MacBytes * 2);
            if (at == end)
            {
                return ResultCode.Ok;
            }

            if (!WireCommands.TakesArguments(request.Command))
            {
                return at == end - AuthBytes && TakeAuth(line, at, end, request) ? ResultCode.Ok : ResultCode.BadLine;
            }

            // The answer to a challenge stands behind at least one argument; a device without a key is provisioned without it.
            int argumentsEnd = end - AuthBytes > at && TakeAuth(line, end - AuthBytes, end, request) ? end - AuthBytes : end;
            bool complete = request.HasAuth || WireCommands.IsConsoleOnly(request.Command);
            return complete && request.TrySetArguments(line, at + 1, argumentsEnd - at - 1) ? ResultCode.Ok : ResultCode.BadLine;
        }

        private static bool TakeAuth(byte[] line, int at, int end, CommandRequest request)
        {
            return line[at] == ' ' && request.TrySetAuth(line, at + 1, end - at - 1);
        }

        private static int IndexOfSpace(byte[] line, int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                if (line[i] == ' ')
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
