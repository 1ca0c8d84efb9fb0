using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.NanoTests.Generated;

namespace TinyEdge.NanoTests.Bundles
{
    /// <summary>
    /// RSA-3072 PSS, SHA-256, salt 32: vectors of Project Wycheproof (testvectors_v1, rsa_pss_3072_sha256_mgf1_32_test.json), numbered as there, and
    /// a signature of the key that signs the bundles of these tests.
    /// </summary>
    [TestClass]
    public class RsaPssTests
    {
        /// <summary>4: a signature; 73: one with a salt of zeros; 67: no salt; 86: padding that is not zero; 94: a bit that must be clear; 108: PKCS #1 v1.5.</summary>
        [TestMethod]
        [DataRow(4, true)]
        [DataRow(73, true)]
        [DataRow(67, false)]
        [DataRow(86, false)]
        [DataRow(94, false)]
        [DataRow(108, false)]
        public void Verify_WycheproofVector_IsJudgedAsPublished(int id, bool isValid)
        {
            // Each of these signs the same six characters.
            ResultCode code = Verify(RsaVectors.WycheproofKey(), Hex.Ascii("123400"), RsaVectors.Signature(id));
            Same.Code(isValid ? ResultCode.Ok : ResultCode.BadSignature, code);
        }

        [TestMethod]
        public void Verify_OwnSignature_Holds()
        {
            Same.Code(ResultCode.Ok, Verify(RsaVectors.TrustedKey(), Hex.Ascii("TinyEdge"), RsaVectors.OwnSignature()));
        }

        [TestMethod]
        public void Verify_ModulusItself_IsRefused()
        {
            byte[] record = RsaVectors.WycheproofKey();
            byte[] modulus = new byte[PublicKey.ModulusSize];
            System.Array.Copy(record, 16, modulus, 0, modulus.Length);
            Same.Code(ResultCode.BadSignature, Verify(record, Hex.Ascii("123400"), modulus));
        }

        [TestMethod]
        public void TryParse_DamagedRecord_IsRefused()
        {
            byte[] record = RsaVectors.TrustedKey();
            PublicKey key;
            Same.Code(ResultCode.Truncated, PublicKey.TryParse(record, 0, record.Length - 1, out key));
            Same.Code(ResultCode.Truncated, PublicKey.TryParse(null, 0, 0, out key));
            record[100] ^= 1;
            Same.Code(ResultCode.BadKey, PublicKey.TryParse(record, 0, record.Length, out key));
            Assert.IsNull(key);
            record[100] ^= 1;
            record[0] ^= 1;
            Same.Code(ResultCode.BadKey, PublicKey.TryParse(record, 0, record.Length, out key));
        }

        private static ResultCode Verify(byte[] keyRecord, byte[] message, byte[] signature)
        {
            PublicKey key;
            Same.Code(ResultCode.Ok, PublicKey.TryParse(keyRecord, 0, keyRecord.Length, out key));
            Sha256 sha = new Sha256();
            byte[] digest = new byte[Sha256.DigestSize];
            sha.Compute(message, 0, message.Length, digest, 0);
            return new RsaPssVerifier(sha).Verify(key, digest, 0, signature, 0);
        }
    }
}
