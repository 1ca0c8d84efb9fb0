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

        // Behind 48 bytes of header, in the record of the first layer.
        private const int LayoutAt = 48 + 1;
        private const int BlockInputsAt = 48 + 6;

        /// <param name="section">Network section.</param>
        /// <param name="expected">Outputs of one inference after the other.</param>
        /// <param name="tolerance">0, or what the operator's own definition leaves open.</param>
        public static void Check(byte[] section, sbyte[] expected, int tolerance)
        {
            Check(Prepare(section, null), expected, tolerance);
        }

        /// <summary>The first layer in one weight layout after the other: the same outputs from each.</summary>
        /// <param name="layouts">Layout (SPEC.md), inputs that a packed row takes at once, and what Prepare must answer, and so on.</param>
        public static void CheckLayouts(byte[] section, sbyte[] expected, int[] layouts)
        {
            for (int i = 0; i < layouts.Length; i += 3)
            {
                section[LayoutAt] = (byte)layouts[i];
                section[BlockInputsAt] = (byte)layouts[i + 1];
                if (layouts[i + 2] == (int)ResultCode.Ok)
                {
                    Check(section, expected, 0);
                }
                else
                {
                    CheckRefused(section, (ResultCode)layouts[i + 2]);
                }
            }
        }

        /// <summary>Layers whose weights are constants of <paramref name="code"/>.</summary>
        public static void CheckCode(byte[] section, NetworkCode code, sbyte[] expected)
        {
            Check(Prepare(section, code), expected, 0);
        }

        private static void Check(Network network, sbyte[] expected, int tolerance)
        {
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
            CheckCodeRefused(section, null, expected);
        }

        /// <summary>The same with layers as code.</summary>
        public static void CheckCodeRefused(byte[] section, NetworkCode layers, ResultCode expected)
        {
            Network network = new Network();
            network.Code = layers;
            ResultCode code = network.TryPrepare(new ByteArraySource(section), 0, section.Length, new StaticPool(BudgetBytes));
            Same.Code(expected, code);
        }

        private static Network Prepare(byte[] section, NetworkCode layers)
        {
            Network network = new Network();
            network.Code = layers;
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
