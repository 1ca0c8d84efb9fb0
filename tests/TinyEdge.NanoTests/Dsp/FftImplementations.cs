using TinyEdge.Runtime.Dsp;

namespace TinyEdge.NanoTests.Dsp
{
    /// <summary>Every implementation of <see cref="IFft"/>: the same tests run over all of them. A new one is a line here.</summary>
    internal static class FftImplementations
    {
        public const int Count = 1;

        /// <param name="implementation">0 to <see cref="Count"/> - 1.</param>
        /// <param name="length">64, 128, 256 or 512.</param>
        /// <returns>Null where an implementation does not have that length.</returns>
        public static IFft Create(int implementation, int length)
        {
            switch (implementation)
            {
                case 0:
                    return Reference(length);
                default:
                    return null;
            }
        }

        public static IFft Reference(int length)
        {
            int[] sine = new int[FftReference.SineLength(length)];
            FftReference.FillSine(sine, length);
            return new FftReference(length, sine);
        }
    }
}
