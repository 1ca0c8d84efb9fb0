namespace TinyEdge.Runtime.Dsp
{
    /// <summary>Tapers the device can make from its sine table; periodic forms (F. J. Harris, Proc. IEEE 66(1), 1978).</summary>
    public enum WindowType : byte
    {
        /// <summary>All ones.</summary>
        Rectangular = 0,

        /// <summary>0.5 - 0.5 cos(2 pi n / L).</summary>
        Hann = 1,

        /// <summary>0.54 - 0.46 cos(2 pi n / L).</summary>
        Hamming = 2,
    }
}
