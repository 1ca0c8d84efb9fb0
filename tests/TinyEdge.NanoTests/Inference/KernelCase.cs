using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.NanoTests.Inference
{
    /// <summary>
    /// One network section, prepared and run as the device does it: whichever kernel and layout the section asks for is the one that is
    /// tested. The inputs are noise that generator and test make alike.
    /// </summary>
    internal static class KernelCase
    {
        private const int BudgetBytes = 20000;

        /// <param name="section">Network section.</param>
        /// <param name="expected">Outputs of one inference after the other.</param>
        /// <param name="tolerance">0, or what the operator's own definition leaves open.</param>
        public static void Check(byte[] section, sbyte[] expected, int tolerance)
        {
            Network network = Prepare(section);
            int outputs = network.OutputLength;
            int runs = outputs > 0 ? expected.Length / outputs : 0;
            Assert.IsTrue(runs > 0 && runs * outputs == expected.Length, "whole runs");
            for (int run = 0; run < runs; run++)
            {
                SetInput(network, run);
                network.Invoke();
                for (int i = 0; i < outputs; i++)
                {
                    int difference = network.Arena[network.OutputOffset + i] - expected[(run * outputs) + i];
                    if (difference > tolerance || difference < -tolerance)
                    {
                        Assert.AreEqual(0, difference, "run " + run.ToString() + ", output " + i.ToString());
                    }
                }
            }
        }

        /// <summary>Whether Prepare refuses the section with this code.</summary>
        public static void CheckRefused(byte[] section, ResultCode expected)
        {
            ResultCode code = new Network().TryPrepare(new ByteArraySource(section), 0, section.Length, new StaticPool(BudgetBytes));
            Same.Code(expected, code);
        }

        private static Network Prepare(byte[] section)
        {
            Network network = new Network();
            ResultCode code = network.TryPrepare(new ByteArraySource(section), 0, section.Length, new StaticPool(BudgetBytes));
            Same.Code(ResultCode.Ok, code);
            return network;
        }

        // The second run has the extremes, which noise seldom has.
        private static void SetInput(Network network, int run)
        {
            sbyte[] noise = Signal.Int8(network.InputLength, run);
            for (int i = 0; i < noise.Length; i++)
            {
                int value = run == 1 ? ((i & 1) == 0 ? sbyte.MinValue : sbyte.MaxValue) : noise[i];
                network.Arena[network.InputOffset + i] = (sbyte)value;
            }
        }
    }
}
