namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// Window of samples to power spectrum, of one length. Every implementation gives the bits of <see cref="SpectrumReference"/>;
    /// which one runs is decided once, in Prepare, and costs one interface call a window.
    /// </summary>
    public interface ISpectrum
    {
        /// <summary>
        /// With x[n] = (256 samples[n] - mean) * window[n], which has 22 fraction bits, and X its transform:
        /// power[k] = |X[k] >> (log2 N + 6)|^2 >> 14, rounded, which has 18 - 2 log2 N fraction bits.
        /// <para>Bound: int16 samples are within 2^15 counts of their own mean (root of the mean square), and within 2^16 of any other, where
        /// the window is halved. So by Parseval the sum over k of |X|^2 is at most N^2 * 2^30 counts squared, and that of power about 2^48.</para>
        /// </summary>
        /// <param name="samples">(N) int16 counts, 0 behind the window; may be overwritten.</param>
        /// <param name="mean">To be taken off, in 1/256 count.</param>
        /// <param name="power">(N/2 + 1) receives int64, 0..2^48.</param>
        void Compute(short[] samples, int mean, long[] power);
    }
}
