using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.NanoTests.Bundles;
using TinyEdge.NanoTests.Generated;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.NanoTests.EndToEnd
{
    /// <summary>Bundle to samples to features to network to decision: bit for bit what a desktop computed.</summary>
    [TestClass]
    public class GoldenChainTests
    {
        private const int BurstSamples = 8;

        /// <summary>One test, because the bundle's signature is dear to verify on a board.</summary>
        [TestMethod]
        public void Chain_SignedBundle_DecidesAsTheDesktopDid()
        {
            byte[] file = GoldenBundle.Create();
            BundleParser parser = GoldenBundleFeed.Parser(RsaVectors.TrustedKey(), 0);
            Same.Code(ResultCode.Ok, GoldenBundleFeed.Feed(parser, file, file.Length, null));
            IByteSource source = new ByteArraySource(file);
            DeploymentBundle bundle = new DeploymentBundle();
            Same.Code(ResultCode.Ok, bundle.TryBind(parser, source));
            StaticPool pool = new StaticPool(bundle.PeakRamBudgetBytes);
            InferenceRuntime runtime = new InferenceRuntime(bundle, pool);
            Same.Code(ResultCode.Ok, runtime.TryPrepare(new byte[8]));
            Assert.AreEqual(GoldenRun.PoolBytes, pool.TotalBytes);
            int failed;
            Same.Code(ResultCode.Ok, runtime.RunGoldenVectors(new GoldenVectorReader(), out failed));
            Assert.AreEqual(-1, failed);

            int decisions = 0;
            for (int phase = 0; phase < GoldenRun.Phases; phase++)
            {
                decisions = Play(runtime, GoldenRun.Samples(phase), decisions);
            }

            Assert.AreEqual(GoldenRun.Decisions, decisions);
        }

        private static int Play(InferenceRuntime runtime, short[] xyz, int decisions)
        {
            short[] burst = new short[3 * BurstSamples];
            for (int first = 0; first < xyz.Length; first += burst.Length)
            {
                System.Array.Copy(xyz, first, burst, 0, burst.Length);
                runtime.Push(burst, BurstSamples);
                while (runtime.ExtractWindow())
                {
                    if (runtime.IsReady)
                    {
                        CheckDecision(runtime, decisions);
                        decisions++;
                    }
                }
            }

            return decisions;
        }

        private static void CheckDecision(InferenceRuntime runtime, int index)
        {
            string where = "decision " + index.ToString();
            Assert.AreEqual(GoldenRun.FeatureCrcs()[index], runtime.FeatureCrc(), where);
            runtime.RunInference();
            sbyte[] outputs = GoldenRun.Outputs();
            int count = runtime.Network.OutputLength;
            for (int i = 0; i < count; i++)
            {
                Assert.AreEqual(outputs[(index * count) + i], runtime.Network.Arena[runtime.Network.OutputOffset + i], where);
            }

            // Class, score, smoothed score, alarm on, alarm changed.
            byte[] expected = GoldenRun.DecisionFields();
            Decision decision = runtime.Decide();
            int at = index * 5;
            Assert.AreEqual(expected[at], decision.ClassIndex, where);
            Assert.AreEqual(expected[at + 1], decision.Score, where);
            Assert.AreEqual(expected[at + 2], decision.SmoothedScore, where);
            Assert.AreEqual(expected[at + 3] != 0, decision.Alarm, where);
            Assert.AreEqual(expected[at + 4] != 0, decision.AlarmChanged, where);
            Assert.AreEqual(index + 1, decision.Number, where);
        }
    }
}
