using nanoFramework.TestFramework;
using TinyEdge.Bundles;

namespace TinyEdge.NanoTests.Bundles
{
    /// <summary>CRC-32, COBS and little-endian numbers: published check values, and round trips.</summary>
    [TestClass]
    public class WireTests
    {
        /// <summary>Check value of CRC-32/ISO-HDLC (reveng catalogue); the others by zlib.</summary>
        [TestMethod]
        [DataRow("123456789", 0xCBF43926u)]
        [DataRow("", 0u)]
        [DataRow("a", 0xE8B7BE43u)]
        [DataRow("message digest", 0x20159D7Fu)]
        public void Crc32_PublishedText_IsTheCheckValue(string text, uint expected)
        {
            byte[] bytes = Hex.Ascii("_" + text);
            Assert.AreEqual(expected, Crc32.Compute(bytes, 1, text.Length));
        }

        [TestMethod]
        public void Crc32_InPieces_IsThatOfTheWhole()
        {
            byte[] bytes = Hex.Ascii("123456789");
            uint state = Crc32.Append(Crc32.Initial, bytes, 0, 4);
            state = Crc32.Append(state, bytes, 4, 0);
            Assert.AreEqual(0xCBF43926, Crc32.Finish(Crc32.Append(state, bytes, 4, 5)));
        }

        /// <summary>The examples of the article on COBS in Wikipedia, which are short ones of Cheshire and Baker's rule.</summary>
        [TestMethod]
        [DataRow("00", "0101")]
        [DataRow("0000", "010101")]
        [DataRow("00110000", "0102110101")]
        [DataRow("11220033", "031122" + "0233")]
        [DataRow("11223344", "0511223344")]
        [DataRow("11000000", "0211010101")]
        [DataRow("", "01")]
        public void Cobs_PublishedExample_EncodesAndDecodes(string raw, string encoded)
        {
            CheckCobs(Hex.Bytes(raw), Hex.Bytes(encoded));
        }

        [TestMethod]
        public void Cobs_RunsAroundAGroup_EncodeAndDecode()
        {
            for (int length = 253; length <= 256; length++)
            {
                byte[] raw = Hex.Repeat(1, length);
                int bytes = Cobs.MaxEncodedBytes(length);
                byte[] encoded = new byte[bytes];
                int written = Cobs.Encode(raw, 0, length, encoded, 0);
                Assert.AreEqual(length < 255 ? length + 1 : length + 2, written);
                for (int i = 0; i < written; i++)
                {
                    Assert.IsTrue(encoded[i] != 0, "zero");
                }

                Assert.AreEqual(length, Cobs.DecodeInPlace(encoded, 0, written));
                for (int i = 0; i < length; i++)
                {
                    Assert.IsTrue(encoded[i] == 1, "content");
                }
            }
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("00")]
        [DataRow("05112233")]
        [DataRow("031100")]
        public void Cobs_NoFrame_IsRefused(string bytes)
        {
            byte[] buffer = Hex.Bytes(bytes);
            Assert.AreEqual(-1, Cobs.DecodeInPlace(buffer, 0, buffer.Length));
        }

        /// <summary>The interpreter keeps a type beside each number: made from an unsigned half, the whole would be unsigned.</summary>
        [TestMethod]
        public void LittleEndian_NegativeInt64_KeepsItsSignInArithmetic()
        {
            byte[] buffer = Hex.Bytes("80ffeeddccbbaa99");
            Assert.AreEqual(-1716864052L, LittleEndian.ReadInt64(buffer, 0) >> 32);
            Assert.AreEqual(-8L, LittleEndian.ReadInt64(Hex.Bytes("f8ffffffffffffff"), 0) % 10);
        }

        [TestMethod]
        public void LittleEndian_EveryWidth_IsReadAndWritten()
        {
            byte[] buffer = Hex.Bytes("000180ffeeddccbbaa99");
            Assert.AreEqual((short)-32767, LittleEndian.ReadInt16(buffer, 1));
            Assert.AreEqual(0x8001, LittleEndian.ReadUInt16(buffer, 1));
            Assert.AreEqual(unchecked((int)0xDDEEFF80), LittleEndian.ReadInt32(buffer, 2));
            Assert.AreEqual(0xDDEEFF80, LittleEndian.ReadUInt32(buffer, 2));
            Assert.AreEqual(unchecked((long)0x99AABBCCDDEEFF80), LittleEndian.ReadInt64(buffer, 2));
            LittleEndian.WriteInt64(buffer, 1, 0x0102030405060708);
            LittleEndian.WriteInt16(buffer, 1, 0x1122);
            Same.Bytes(Hex.Bytes("00221106050403020199"), buffer);
        }

        private static void CheckCobs(byte[] raw, byte[] encoded)
        {
            byte[] buffer = new byte[Cobs.MaxEncodedBytes(raw.Length) + 2];
            int written = Cobs.Encode(raw, 0, raw.Length, buffer, 1);
            Assert.AreEqual(encoded.Length, written);
            for (int i = 0; i < written; i++)
            {
                Assert.AreEqual(encoded[i], buffer[1 + i]);
            }

            Assert.AreEqual(raw.Length, Cobs.DecodeInPlace(buffer, 1, written));
            for (int i = 0; i < raw.Length; i++)
            {
                Assert.AreEqual(raw[i], buffer[1 + i]);
            }
        }
    }
}
