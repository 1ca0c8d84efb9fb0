using TinyEdge.Bundles;

namespace TinyEdge.NanoTests.Bundles
{
    /// <summary>Parsers that trust the key of these tests, and bytes fed to them in pieces.</summary>
    internal static class GoldenBundleFeed
    {
        public static BundleParser Parser(byte[] keyRecord, int revokedMask)
        {
            KeyRing ring = new KeyRing(1, true);
            PublicKey key;
            if (PublicKey.TryParse(keyRecord, 0, keyRecord.Length, out key) == ResultCode.Ok)
            {
                ring.TryAdd(key);
                if (revokedMask != 0)
                {
                    // Not every key may be revoked, so there has to be another.
                    byte[] other = Generated.RsaVectors.WycheproofKey();
                    PublicKey.TryParse(other, 0, other.Length, out key);
                    ring.TryAdd(key);
                    ring.TryRestore(1, revokedMask);
                }
            }

            return new BundleParser(ring, new PortableBlockDigest());
        }

        /// <summary>Feeds pieces of growing length until the parser is done or refuses.</summary>
        public static ResultCode Feed(BundleParser parser, byte[] bytes, int count, IBundleSink sink)
        {
            ResultCode code = ResultCode.NeedMore;
            int at = 0;
            int size = 1;
            while (code == ResultCode.NeedMore && at < count)
            {
                int piece = size < count - at ? size : count - at;
                int consumed;
                code = parser.Feed(bytes, at, piece, sink, out consumed);
                at += piece;
                size += 97;
            }

            return code;
        }
    }
}
