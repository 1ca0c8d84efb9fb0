using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.NanoTests.Generated;

namespace TinyEdge.NanoTests.Bundles
{
    /// <summary>A bundle that the companion packed and signed, and what becomes of it when a bit of it is another one.</summary>
    [TestClass]
    public class BundleParserTests
    {
        /// <summary>One test for all that needs an accepted head, for a verification is dear on a board.</summary>
        [TestMethod]
        public void Feed_SignedBundle_HandsOnEveryBlockAndSurvivesADamagedOne()
        {
            byte[] bundle = GoldenBundle.Create();
            BundleParser parser = GoldenBundleFeed.Parser(RsaVectors.TrustedKey(), 0);
            CountingSink sink = new CountingSink();

            // The last block comes in with one bit wrong.
            bundle[bundle.Length - 1] ^= 0x40;
            Same.Code(ResultCode.BlockDigestMismatch, GoldenBundleFeed.Feed(parser, bundle, bundle.Length, sink));
            Assert.IsTrue(parser.HeadAccepted);
            Assert.AreEqual(1, sink.Heads);
            int last = parser.Prefix.BlockCount - 1;
            Assert.AreEqual(last, sink.Blocks);
            int consumed;
            Same.Code(ResultCode.BlockDigestMismatch, parser.Feed(bundle, 0, 1, sink, out consumed));
            Assert.AreEqual(0, consumed);

            bundle[bundle.Length - 1] ^= 0x40;
            Same.Code(ResultCode.Ok, parser.ResumeAtBlock(last));
            int position = parser.Position;
            Same.Code(ResultCode.Ok, parser.Feed(bundle, position, bundle.Length - position, sink, out consumed));
            Assert.IsTrue(parser.Complete);
            Assert.AreEqual(last + 1, sink.Blocks);
            Same.Code(ResultCode.TrailingBytes, parser.Feed(bundle, 0, 1, sink, out consumed));

            CheckManifest(parser);
        }

        [TestMethod]
        public void Feed_ManifestChanged_IsABadSignature()
        {
            byte[] bundle = GoldenBundle.Create();

            // The sequence: what somebody who wants to replay an old bundle would raise.
            bundle[BundleFormat.PrefixSize + BundleFormat.SequenceOffset] ^= 1;
            CheckRefused(bundle, GoldenBundleFeed.Parser(RsaVectors.TrustedKey(), 0), ResultCode.BadSignature);
        }

        [TestMethod]
        public void Feed_PrefixChanged_IsRefusedBeforeAnythingElse()
        {
            BundleParser parser = GoldenBundleFeed.Parser(RsaVectors.TrustedKey(), 0);
            CheckDamaged(parser, 0, ResultCode.BadMagic);
            CheckDamaged(parser, BundleFormat.BlockCountOffset, ResultCode.BadPrefixCrc);
            CheckDamaged(parser, BundleFormat.PrefixCrcOffset, ResultCode.BadPrefixCrc);
        }

        [TestMethod]
        public void Feed_KeyNotTrusted_IsRefused()
        {
            CheckRefused(GoldenBundle.Create(), GoldenBundleFeed.Parser(RsaVectors.WycheproofKey(), 0), ResultCode.UnknownKey);
        }

        [TestMethod]
        public void Feed_KeyRevoked_IsRefused()
        {
            CheckRefused(GoldenBundle.Create(), GoldenBundleFeed.Parser(RsaVectors.TrustedKey(), 1), ResultCode.RevokedKey);
        }

        [TestMethod]
        public void Feed_TruncatedHead_AsksForMore()
        {
            BundleParser parser = GoldenBundleFeed.Parser(RsaVectors.TrustedKey(), 0);
            Same.Code(ResultCode.NeedMore, GoldenBundleFeed.Feed(parser, GoldenBundle.Create(), 600, null));
            Assert.IsFalse(parser.HeadAccepted);
            int offset;
            int length;
            Assert.IsFalse(parser.TryFindComponent(ComponentType.Model, out offset, out length));
            Same.Code(ResultCode.OffsetMismatch, parser.ResumeAtBlock(0));
        }

        private static void CheckDamaged(BundleParser parser, int at, ResultCode expected)
        {
            byte[] bundle = GoldenBundle.Create();
            bundle[at] ^= 1;
            CheckRefused(bundle, parser, expected);
        }

        private static void CheckRefused(byte[] bundle, BundleParser parser, ResultCode expected)
        {
            CountingSink sink = new CountingSink();
            parser.Reset();
            Same.Code(expected, GoldenBundleFeed.Feed(parser, bundle, bundle.Length, sink));
            Assert.IsFalse(parser.HeadAccepted);
            Assert.AreEqual(0, sink.Heads + sink.Blocks);
        }

        private static void CheckManifest(BundleParser parser)
        {
            BundleManifest manifest = parser.Manifest;
            Assert.AreEqual(GoldenBundle.Sequence, manifest.Sequence);
            Assert.AreEqual(GoldenBundle.PeakRamBudgetBytes, manifest.PeakRamBudgetBytes);
            byte[] id = Hex.Ascii(GoldenBundle.Id);
            for (int i = 0; i < BundleFormat.BundleIdSize; i++)
            {
                Assert.IsTrue(manifest.BundleId[i] == (i < id.Length ? id[i] : 0), "id");
            }

            Same.Bytes(Hex.Bytes(GoldenBundle.Fingerprint), parser.Fingerprint);
            int offset;
            int length;
            Assert.IsTrue(parser.TryFindComponent(ComponentType.Model, out offset, out length));
            Assert.AreEqual(GoldenBundle.ModelBytes, length);
            Assert.IsTrue(parser.TryFindComponent(ComponentType.Thresholds, out offset, out length));
            Assert.IsTrue(parser.TryFindComponent(ComponentType.Calibration, out offset, out length));
            Assert.IsTrue(parser.TryFindComponent(ComponentType.GoldenVectors, out offset, out length));
            Assert.IsFalse(parser.TryFindComponent(ComponentType.AppAssembly, out offset, out length));
        }

        private sealed class CountingSink : IBundleSink
        {
            public int Heads;
            public int Blocks;

            public ResultCode OnHead(BundleParser parser)
            {
                Heads++;
                return ResultCode.Ok;
            }

            public ResultCode OnBlock(BundleParser parser, int index, byte[] block)
            {
                Assert.AreEqual(Blocks, index);
                Blocks++;
                return ResultCode.Ok;
            }
        }
    }
}
