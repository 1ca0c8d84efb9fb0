using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// One command as a link received it, filled again for every request. Fields and not properties: a property costs a call
    /// on the interpreter. What the Has fields do not vouch for is rubbish of the request before.
    /// </summary>
    public sealed class CommandRequest
    {
        /// <summary>Room for the arguments that every link takes: fingerprint, space, nine digits.</summary>
        public const int MaxArgumentBytes = 40;

        public readonly byte[] Arguments;
        public readonly byte[] Nonce = new byte[WireLimits.NonceBytes];
        public readonly byte[] Mac = new byte[WireLimits.MacBytes];
        public readonly byte[] Token = new byte[WireLimits.TokenBytes];
        public readonly byte[] ClientNonce = new byte[WireLimits.NonceBytes];

        /// <summary>Room for a nonce or a MAC on its way into the answer.</summary>
        public readonly byte[] Scratch = new byte[WireLimits.MacBytes];

        public DeviceCommand Command;
        public int Link;

        /// <summary>Bytes of <see cref="Arguments"/>; exactly what the MAC covers.</summary>
        public int ArgumentLength;

        /// <summary><see cref="Nonce"/> and <see cref="Mac"/> hold the answer to a challenge.</summary>
        public bool HasAuth;

        public bool HasToken;
        public bool HasClientNonce;

        /// <summary>The sender has shown that it has the device's key: by a right answer, or by the token of the session that it opened.</summary>
        public bool IsProven;

        /// <summary>Number that a serial client put before its command, echoed in the answer; -1 for none.</summary>
        public int ReplyTag;

        /// <summary>Update data: position in the bundle, length of this piece and of the bundle. Bytes.</summary>
        public int Position;
        public int Length;
        public int TotalLength;

        public CommandRequest()
            : this(MaxArgumentBytes)
        {
        }

        /// <param name="argumentBytes">Room for arguments; the console's are longer.</param>
        public CommandRequest(int argumentBytes)
        {
            Arguments = new byte[argumentBytes];
        }

        public void Reset(int link)
        {
            Command = DeviceCommand.None;
            Link = link;
            ArgumentLength = 0;
            HasAuth = false;
            HasToken = false;
            HasClientNonce = false;
            IsProven = false;
            ReplyTag = -1;
            Position = -1;
            Length = 0;
            TotalLength = 0;
        }

        /// <summary>Keeps the argument bytes; false when they do not fit.</summary>
        public bool TrySetArguments(byte[] buffer, int offset, int count)
        {
            if (count > Arguments.Length)
            {
                return false;
            }

            System.Array.Copy(buffer, offset, Arguments, 0, count);
            ArgumentLength = count;
            return true;
        }

        /// <summary>Reads <c>nonce mac</c> in hex.</summary>
        public bool TrySetAuth(byte[] buffer, int offset, int count)
        {
            const int NonceDigits = WireLimits.NonceBytes * 2;
            if (count < NonceDigits + 1 || buffer[offset + NonceDigits] != ' ')
            {
                return false;
            }

            HasAuth = AsciiText.TryParseHex(buffer, offset, NonceDigits, Nonce, WireLimits.NonceBytes)
                && AsciiText.TryParseHex(buffer, offset + NonceDigits + 1, count - NonceDigits - 1, Mac, WireLimits.MacBytes);
            return HasAuth;
        }

        public bool TrySetToken(byte[] buffer, int offset, int count)
        {
            HasToken = AsciiText.TryParseHex(buffer, offset, count, Token, WireLimits.TokenBytes);
            return HasToken;
        }

        public bool TrySetClientNonce(byte[] buffer, int offset, int count)
        {
            HasClientNonce = AsciiText.TryParseHex(buffer, offset, count, ClientNonce, WireLimits.NonceBytes);
            return HasClientNonce;
        }
    }
}
