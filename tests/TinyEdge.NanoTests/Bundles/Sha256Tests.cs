using nanoFramework.TestFramework;
using TinyEdge.Bundles;

namespace TinyEdge.NanoTests.Bundles
{
    /// <summary>NIST's examples for SHA-256 (FIPS 180-2, appendix B, and the SHA-2 additional vectors); RFC 4231 for HMAC-SHA-256.</summary>
    [TestClass]
    public class Sha256Tests
    {
        [TestMethod]
        [DataRow("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
        [DataRow("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
        [DataRow("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
        [DataRow(
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
        public void Compute_NistMessages_IsTheDigest(string message, string digest)
        {
            byte[] bytes = Hex.Ascii(message);
            byte[] actual = new byte[Sha256.DigestSize + 1];
            new Sha256().Compute(bytes, 0, bytes.Length, actual, 1);
            byte[] expected = Hex.Bytes("00" + digest);
            Same.Bytes(expected, actual);
        }

        /// <summary>NIST's padding vectors: zeros whose number straddles the length field.</summary>
        [TestMethod]
        [DataRow(55, "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7")]
        [DataRow(56, "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb")]
        [DataRow(57, "65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785")]
        [DataRow(64, "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b")]
        [DataRow(1000, "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53")]
        public void Compute_NistZeros_IsTheDigest(int count, string digest)
        {
            byte[] actual = new byte[Sha256.DigestSize];
            new Sha256().Compute(new byte[count], 0, count, actual, 0);
            Same.Bytes(Hex.Bytes(digest), actual);
        }

        [TestMethod]
        public void Append_InPieces_IsTheDigestOfTheWhole()
        {
            byte[] message = new byte[200];
            for (int i = 0; i < message.Length; i++)
            {
                message[i] = (byte)(i * 7);
            }

            Sha256 sha = new Sha256();
            byte[] whole = new byte[Sha256.DigestSize];
            byte[] pieces = new byte[Sha256.DigestSize];
            sha.Compute(message, 0, message.Length, whole, 0);
            int at = 0;
            for (int size = 1; at < message.Length; size += 9)
            {
                int count = size < message.Length - at ? size : message.Length - at;
                sha.Append(message, at, count);
                at += count;
            }

            sha.Finish(pieces, 0);
            Same.Bytes(whole, pieces);
        }

        /// <summary>RFC 4231, test cases 2 and 3.</summary>
        [TestMethod]
        public void Hmac_ShortKeys_IsThatOfTheRfc()
        {
            CheckHmac(
                Hex.Ascii("Jefe"),
                Hex.Ascii("what do ya want for nothing?"),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
            CheckHmac(
                Hex.Repeat(0xAA, 20), Hex.Repeat(0xDD, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
        }

        /// <summary>RFC 4231, test cases 1 and 6: a key of 20 bytes, and one longer than a block.</summary>
        [TestMethod]
        public void Hmac_KeyLongerThanABlock_IsThatOfTheRfc()
        {
            CheckHmac(Hex.Repeat(0x0B, 20), Hex.Ascii("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
            CheckHmac(
                Hex.Repeat(0xAA, 131),
                Hex.Ascii("Test Using Larger Than Block-Size Key - Hash Key First"),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
        }

        private static void CheckHmac(byte[] key, byte[] message, string expected)
        {
            byte[] actual = new byte[Sha256.DigestSize];
            new HmacSha256(key).Compute(message, 0, message.Length, actual, 0);
            Same.Bytes(Hex.Bytes(expected), actual);
        }
    }
}
