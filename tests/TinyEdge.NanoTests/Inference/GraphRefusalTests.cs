using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.NanoTests.Generated;

namespace TinyEdge.NanoTests.Inference
{
    /// <summary>A residual block with one field made wrong: what a layer reads, and where it lies.</summary>
    [TestClass]
    public class GraphRefusalTests
    {
        // Behind 48 bytes of header, 64 a layer: what the third layer reads, how far back, and where the first one writes.
        private const int BackOfSum = 48 + (2 * 64) + 60;
        private const int OtherBackOfSum = BackOfSum + 2;
        private const int OtherBackOfConvolution = 48 + 62;
        private const int PlaceOfFirst = 48 + 8;
        private const int PlaceOfInput = 16;

        [TestMethod]
        [DataRow(BackOfSum, 3)]
        [DataRow(OtherBackOfSum, 3)]
        [DataRow(OtherBackOfSum + 1, 1)]
        [DataRow(OtherBackOfConvolution, 1)]
        public void TryPrepare_ReadsWhatIsNotThere_IsRefused(int at, int value)
        {
            byte[] section = KernelSections.ResidualBlock();
            section[at] = (byte)value;
            KernelCase.CheckRefused(section, ResultCode.BadModel);
        }

        [TestMethod]
        public void TryPrepare_ShortcutOverwritten_IsRefused()
        {
            byte[] section = KernelSections.ResidualBlock();
            System.Array.Copy(section, PlaceOfInput, section, PlaceOfFirst + 64, 4);
            KernelCase.CheckRefused(section, ResultCode.ArenaOverlap);
        }
    }
}
