using TinyEdge.Runtime.Dsp;

namespace TinyEdge.Companion.FrontEnd;

/// <summary>Tapers of the float model; the device has the three periodic or constant ones.</summary>
public enum FloatWindow
{
    Rectangular,
    HannPeriodic,
    HammingPeriodic,
    HannSymmetric,
    HammingSymmetric,

    /// <summary>Kaldi's default: the symmetric Hann window to the power 0.85.</summary>
    Povey,
}

/// <summary>
/// The float model's conventions. The defaults are the device's; the rest exist so that the model can be held against other
/// people's front ends.
/// </summary>
public sealed record FloatFrontEndOptions
{
    public required int SampleRate { get; init; }

    public required int WindowSize { get; init; }

    public required int HopLength { get; init; }

    public required int FftLength { get; init; }

    public required int Bands { get; init; }

    public required double LowHz { get; init; }

    public required double HighHz { get; init; }

    public BandScale Scale { get; init; } = BandScale.Kaldi;

    public FloatWindow Window { get; init; } = FloatWindow.HannPeriodic;

    public bool SubtractMean { get; init; } = true;

    /// <summary>x[n] -= c * x[n - 1] within the window, x[-1] = x[0]; 0 = off. Not on the device.</summary>
    public double PreEmphasis { get; init; }

    /// <summary>False takes magnitudes instead of powers. Not on the device.</summary>
    public bool UsePower { get; init; } = true;

    /// <summary>False stops at the band energies. Not on the device.</summary>
    public bool UseLog { get; init; } = true;

    /// <summary>Natural logarithm instead of log2; on the device that factor is part of the quantiser.</summary>
    public bool NaturalLog { get; init; }

    /// <summary>Least band energy before the logarithm.</summary>
    public double EnergyFloor { get; init; } = 1;

    /// <summary>DCT-II coefficients; 0 = none.</summary>
    public int Coefficients { get; init; }

    /// <summary>Lifter L: coefficient i is multiplied by 1 + L/2 sin(pi i / L); 0 = off. On the device part of the quantiser.</summary>
    public double Lifter { get; init; }

    /// <summary>The model of a front end that the device can run.</summary>
    public static FloatFrontEndOptions ModelOf(FrontEndOptions options) => new()
    {
        SampleRate = options.SampleRate,
        WindowSize = options.WindowSize,
        HopLength = options.HopLength,
        FftLength = options.EffectiveFftLength,
        Bands = options.Bands,
        LowHz = options.LowHz,
        HighHz = options.EffectiveHighHz,
        Scale = options.Scale,
        Window = options.Window switch
        {
            WindowType.Hann => FloatWindow.HannPeriodic,
            WindowType.Hamming => FloatWindow.HammingPeriodic,
            _ => FloatWindow.Rectangular,
        },
        SubtractMean = options.SubtractMean,
        EnergyFloor = Math.Pow(2, options.LogFloor),
        Coefficients = options.Coefficients,
    };
}
