using TinyEdge.Runtime.Dsp;

namespace TinyEdge.Companion.FrontEnd;

/// <summary>A front end as its author describes it; <see cref="FrontEndBuilder"/> turns it into the section that the device reads.</summary>
public sealed record FrontEndOptions
{
    /// <summary>Samples per second and axis.</summary>
    public int SampleRate { get; init; } = 200;

    /// <summary>Samples of a window.</summary>
    public int WindowSize { get; init; } = 128;

    /// <summary>Samples between window starts.</summary>
    public int HopLength { get; init; } = 64;

    /// <summary>64, 128, 256 or 512; 0 = the smallest that holds a window.</summary>
    public int FftLength { get; init; }

    /// <summary>Ring capacity per axis, a power of two; 0 = the smallest that holds a window and a hop.</summary>
    public int BufferSize { get; init; }

    /// <summary>Counts per unit: 4096 for g, 32768 for audio in -1..1.</summary>
    public int FixedPointScale { get; init; } = 4096;

    public int Axes { get; init; } = 3;

    public WindowType Window { get; init; } = WindowType.Hann;

    public bool SubtractMean { get; init; } = true;

    public int Bands { get; init; } = 20;

    public BandScale Scale { get; init; } = BandScale.Linear;

    /// <summary>Lower edge of the lowest band.</summary>
    public double LowHz { get; init; } = 2;

    /// <summary>Upper edge of the highest band; 0 = half the sample rate.</summary>
    public double HighHz { get; init; }

    /// <summary>DCT-II coefficients an axis (orthonormal); 0 keeps log band energies.</summary>
    public int Coefficients { get; init; }

    /// <summary>Frames the network sees.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>Least log2 band energy, in log2 of counts squared.</summary>
    public double LogFloor { get; init; }

    public int EffectiveFftLength => FftLength != 0 ? FftLength : Math.Max(64, NextPowerOfTwo(WindowSize));

    public int EffectiveBufferSize => BufferSize != 0 ? BufferSize : NextPowerOfTwo(WindowSize + HopLength);

    public double EffectiveHighHz => HighHz > 0 ? HighHz : SampleRate / 2.0;

    public int FeaturesPerAxis => Coefficients > 0 ? Coefficients : Bands;

    public int FeaturesPerFrame => Axes * FeaturesPerAxis;

    /// <summary>The same settings as the device holds them.</summary>
    public PreprocessingConfig ToConfig() => new()
    {
        SampleRate = SampleRate,
        WindowSize = WindowSize,
        HopLength = HopLength,
        FftLength = EffectiveFftLength,
        BufferSize = EffectiveBufferSize,
        FixedPointScale = FixedPointScale,
        Axes = Axes,
        Window = Window,
        SubtractMean = SubtractMean,
        Bands = Bands,
        Coefficients = Coefficients,
        Frames = Frames,
        LogFloorQ12 = (int)Math.Round(Math.Clamp(LogFloor, -1000, 1000) * 4096),
    };

    private static int NextPowerOfTwo(int value)
    {
        int power = 1;
        while (power < value && power < 1 << 30)
        {
            power <<= 1;
        }

        return power;
    }
}
