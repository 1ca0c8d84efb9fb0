namespace TinyEdge.Bundles
{
    /// <summary>The published constant key of <see cref="IBlockDigest"/>: 32 ASCII characters, no secret.</summary>
    public static class BlockDigestKey
    {
        /// <summary>The key as text, one byte a character.</summary>
        public const string Text = "TinyEdge public block digest v1.";

        /// <summary>Bytes of the key.</summary>
        public const int Size = 32;

        /// <summary>A new array that holds the key; call it once, at start-up.</summary>
        public static byte[] Create()
        {
            byte[] key = new byte[Size];
            string text = Text;
            for (int i = 0; i < Size; i++)
            {
                key[i] = (byte)text[i];
            }

            return key;
        }
    }
}
