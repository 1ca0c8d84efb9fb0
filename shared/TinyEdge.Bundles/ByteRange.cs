namespace TinyEdge.Bundles
{
    /// <summary>Comparisons of byte ranges. The caller has checked that the ranges lie inside; nothing here is secret.</summary>
    public static class ByteRange
    {
        public static bool AreEqual(byte[] left, int leftOffset, byte[] right, int rightOffset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (left[leftOffset + i] != right[rightOffset + i])
                {
                    return false;
                }
            }

            return true;
        }

        public static bool IsZero(byte[] buffer, int offset, int count)
        {
            int end = offset + count;
            for (int i = offset; i < end; i++)
            {
                if (buffer[i] != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
