namespace TinyEdge.Runtime.Transport
{
    /// <summary>ASCII in byte buffers, without making strings. The caller has checked the range.</summary>
    public static class AsciiText
    {
        public static bool Equal(byte[] buffer, int offset, int count, string text)
        {
            if (count != text.Length)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (buffer[offset + i] != text[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>As <see cref="Equal"/>, letters A to Z and a to z being the same.</summary>
        public static bool EqualIgnoreCase(byte[] buffer, int offset, int count, string text)
        {
            if (count != text.Length)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (Lower(buffer[offset + i]) != Lower(text[i]))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Decimal digits only, at most nine of them, so the value always fits.</summary>
        public static bool TryParseDecimal(byte[] buffer, int offset, int count, out int value)
        {
            value = 0;
            if (count < 1 || count > 9)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                int digit = buffer[offset + i] - '0';
                if (digit < 0 || digit > 9)
                {
                    return false;
                }

                value = (value * 10) + digit;
            }

            return true;
        }

        /// <summary>Exactly two hex digits, of either case, for each byte of the result.</summary>
        public static bool TryParseHex(byte[] buffer, int offset, int count, byte[] result, int resultBytes)
        {
            if (count != resultBytes * 2)
            {
                return false;
            }

            for (int i = 0; i < resultBytes; i++)
            {
                int high = HexValue(buffer[offset + (i * 2)]);
                int low = HexValue(buffer[offset + (i * 2) + 1]);
                if (high < 0 || low < 0)
                {
                    return false;
                }

                result[i] = (byte)((high << 4) | low);
            }

            return true;
        }

        /// <summary>Copies the text to <paramref name="at"/>.</summary>
        /// <returns>Where the text ends.</returns>
        public static int Put(byte[] buffer, int at, string text)
        {
            int length = text.Length;
            for (int i = 0; i < length; i++)
            {
                buffer[at + i] = (byte)text[i];
            }

            return at + length;
        }

        /// <summary>Writes a value of 0 or more in decimal.</summary>
        /// <returns>Where the text ends.</returns>
        public static int PutDecimal(byte[] buffer, int at, int value)
        {
            int digits = 1;
            for (int rest = value / 10; rest != 0; rest /= 10)
            {
                digits++;
            }

            for (int i = digits - 1; i >= 0; i--)
            {
                buffer[at + i] = (byte)('0' + (value % 10));
                value /= 10;
            }

            return at + digits;
        }

        private static int Lower(int c)
        {
            return c >= 'A' && c <= 'Z' ? c + 32 : c;
        }

        private static int HexValue(int c)
        {
            if (c >= '0' && c <= '9')
            {
                return c - '0';
            }

            c = Lower(c);
            return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        }
    }
}
