namespace TinyEdge.Companion.FrontEnd;

/// <summary>How band edges are spaced and along which axis the triangles are straight.</summary>
public enum BandScale
{
    /// <summary>1127 ln(1 + f / 700), triangles straight in mel (HTK book 5.4; Kaldi).</summary>
    Kaldi,

    /// <summary>Slaney's Auditory Toolbox: linear to 1 kHz, then logarithmic; triangles straight in Hz, peak 1.</summary>
    Slaney,

    /// <summary>Equal widths in Hz: the choice for machines, whose tones do not thin out upwards.</summary>
    Linear,
}
