using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// Arguments of the provisioning commands, in hex so that every byte of a name or passphrase travels. Makes arrays: a device is
    /// provisioned once in its life or twice.
    /// </summary>
    public sealed class ProvisionArguments
    {
        /// <summary>The 32 bytes of <c>KEY</c>, or null when it is none; 32 equal bytes are none either.</summary>
        public byte[] ReadKey(CommandRequest request)
        {
            byte[] key = ReadHex(request, 0, request.ArgumentLength, WireLimits.DeviceKeyBytes, WireLimits.DeviceKeyBytes);
            if (key == null)
            {
                return null;
            }

            int differing = 0;
            for (int i = 1; i < key.Length; i++)
            {
                differing |= key[i] ^ key[0];
            }

            return differing == 0 ? null : key;
        }

        /// <summary><c>SSID PASSPHRASE</c>; a dash in the place of the passphrase stands for an open network.</summary>
        public bool TryReadWifi(CommandRequest request, out byte[] ssid, out byte[] passphrase)
        {
            byte[] arguments = request.Arguments;
            int length = request.ArgumentLength;
            int space = 0;
            while (space < length && arguments[space] != ' ')
            {
                space++;
            }

            int at = space + 1;
            bool isOpen = length - at == 1 && arguments[at] == '-';
            ssid = ReadHex(request, 0, space, 1, WireLimits.SsidBytes);
            passphrase = isOpen
                ? new byte[0]
                : ReadHex(request, at, length - at, WireLimits.ShortestPassphraseBytes, WireLimits.PassphraseBytes);
            return ssid != null && passphrase != null && HasNoControls(ssid) && HasNoControls(passphrase);
        }

        private static byte[] ReadHex(CommandRequest request, int offset, int count, int fewest, int most)
        {
            if (count < 2 * fewest || count > 2 * most || (count & 1) != 0)
            {
                return null;
            }

            byte[] bytes = new byte[count >> 1];
            return AsciiText.TryParseHex(request.Arguments, offset, count, bytes, bytes.Length) ? bytes : null;
        }

        // The platform takes both as strings that end at a zero.
        private static bool HasNoControls(byte[] text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] < ' ' || text[i] == 0x7F)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
