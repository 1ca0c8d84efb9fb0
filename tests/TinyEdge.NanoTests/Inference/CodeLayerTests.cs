using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.NanoTests.Generated;

namespace TinyEdge.NanoTests.Inference
{
    /// <summary>Two dense layers whose weights are constants of generated code.</summary>
    [TestClass]
    public class CodeLayerTests
    {
        [TestMethod]
        public void Invoke_DenseAsCode_EqualsTheSpecification()
        {
            KernelCase.CheckCode(KernelSections.DenseAsCode(), new DenseAsCode(), ExpectedCode.Outputs());
        }

        [TestMethod]
        public void TryPrepare_NoCode_IsRefused()
        {
            KernelCase.CheckRefused(KernelSections.DenseAsCode(), ResultCode.ModelCodeMissing);
        }

        /// <summary>Another bias in the section, and the code was made from another network.</summary>
        [TestMethod]
        public void TryPrepare_OtherSection_IsRefused()
        {
            byte[] section = KernelSections.DenseAsCode();
            section[section.Length - 1] ^= 1;
            KernelCase.CheckCodeRefused(section, new DenseAsCode(), ResultCode.ModelCodeMismatch);
        }
    }
}
