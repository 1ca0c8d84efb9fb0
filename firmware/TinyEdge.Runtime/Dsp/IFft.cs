namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// Real FFT of one length. Every implementation gives the bits of <see cref="FftReference"/>; which one runs is decided
    /// once, in Prepare, and costs one interface call a window.
    /// </summary>
    public interface IFft
    {
        /// <summary>
        /// In place, unscaled (X[0] is the plain sum). In: real sample 2n in <paramref name="re"/>[n], 2n+1 in
        /// <paramref name="im"/>[n], each within plus or minus 32768. Out: X[k] = re[k] + j im[k] for k = 1..N/2-1;
        /// re[0] = X[0] and im[0] = X[N/2], both of which are real.
        /// </summary>
        void Transform(int[] re, int[] im);
    }
}
