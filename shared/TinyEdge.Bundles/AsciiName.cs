namespace TinyEdge.Bundles
{
    /// <summary>Names in zero-padded fields: bundle ids and the entry type.</summary>
    public static class AsciiName
    {
        /// <summary>
        /// Length of a zero-padded name made of letters, digits, '.', '-', '_' and '+' that begins with a letter or digit; 0 for a
        /// field of zeros; -1 for anything else. No such name is a path, whatever the file system.
        /// </summary>
        public static int PaddedLength(byte[] buffer, int offset, int fieldSize)
        {
            int length = 0;
            while (length < fieldSize && buffer[offset + length] != 0)
            {
                length++;
            }

            return IsName(buffer, offset, length) && ByteRange.IsZero(buffer, offset + length, fieldSize - length) ? length : -1;
        }

        /// <summary>Whether the bytes are such a name; nothing at all is one.</summary>
        public static bool IsName(byte[] buffer, int offset, int length)
        {
            for (int i = 0; i < length; i++)
            {
                int c = buffer[offset + i];
                bool letterOrDigit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
                bool mark = c == '.' || c == '-' || c == '_' || c == '+';
                if (!letterOrDigit && (!mark || i == 0))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
