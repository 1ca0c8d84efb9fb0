using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.NanoTests.Generated;

namespace TinyEdge.NanoTests.Inference
{
    /// <summary>What Prepare must find, for Eval trusts it: one field of a good section made wrong.</summary>
    [TestClass]
    public class NetworkRefusalTests
    {
        /// <summary>Offsets as in SPEC.md: 48 bytes of header, then the record of the only layer; the last row makes a small negative bias one
        /// next to int.MaxValue, where an accumulator could wrap.</summary>
        [TestMethod]
        [DataRow(0, 77, (int)ResultCode.UnsupportedModelVersion)]
        [DataRow(2, 0, (int)ResultCode.BadModel)]
        [DataRow(11, 1, (int)ResultCode.BadModel)]
        [DataRow(19, 1, (int)ResultCode.BadTensorShape)]
        [DataRow(48, 200, (int)ResultCode.UnsupportedOperator)]
        [DataRow(51, 1, (int)ResultCode.BadModel)]
        [DataRow(59, 1, (int)ResultCode.BadTensorShape)]
        [DataRow(93, 1, (int)ResultCode.BadModel)]
        [DataRow(219, 0x7F, (int)ResultCode.BadQuantization)]
        public void TryPrepare_OneByteChanged_IsRefused(int at, int value, int expected)
        {
            byte[] section = KernelSections.FullyConnectedPerTensor();
            section[at] = (byte)value;
            KernelCase.CheckRefused(section, (ResultCode)expected);
        }

        [TestMethod]
        public void TryPrepare_LastByteMissing_IsRefused()
        {
            byte[] section = KernelSections.FullyConnectedPerTensor();
            byte[] shorter = new byte[section.Length - 1];
            System.Array.Copy(section, 0, shorter, 0, shorter.Length);
            KernelCase.CheckRefused(shorter, ResultCode.BadModel);
        }
    }
}
