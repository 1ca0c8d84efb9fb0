namespace TinyEdge.Companion.Recordings;

/// <summary>
/// One uninterrupted stretch of signal as a sensor delivered it. Values are in g for accelerometers, in -1..1 for audio;
/// nothing has been filtered, scaled or aligned.
/// </summary>
public sealed class Recording
{
    /// <param name="name">Where it came from: file, and number within the file.</param>
    /// <param name="sampleRateHz">Samples per second and axis.</param>
    /// <param name="axes">Values per sample, 1 to 3.</param>
    /// <param name="values">(samples, axes) row by row, all finite.</param>
    public Recording(string name, int sampleRateHz, int axes, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRateHz, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(axes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(axes, 3);
        if (values.Length % axes != 0)
        {
            throw new ArgumentException($"{values.Length} values are no whole number of samples of {axes} axes.", nameof(values));
        }

        Name = name;
        SampleRateHz = sampleRateHz;
        Axes = axes;
        Values = values;
    }

    public string Name { get; }

    public int SampleRateHz { get; }

    public int Axes { get; }

    /// <summary>(samples, axes) row by row.</summary>
    public float[] Values { get; }

    /// <summary>Samples per axis.</summary>
    public int SampleCount => Values.Length / Axes;

    /// <summary>
    /// The same values as the device's integers: times <paramref name="countsPerUnit"/>, rounded half away from zero,
    /// saturated to int16.
    /// </summary>
    /// <param name="countsPerUnit">4096 for g, 32768 for audio.</param>
    /// <param name="saturated">Values that did not fit.</param>
    public short[] ToCounts(int countsPerUnit, out int saturated)
    {
        short[] counts = new short[Values.Length];
        saturated = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            double rounded = Math.Round((double)Values[i] * countsPerUnit, MidpointRounding.AwayFromZero);
            double clamped = Math.Clamp(rounded, short.MinValue, short.MaxValue);
            saturated += clamped != rounded ? 1 : 0;
            counts[i] = (short)clamped;
        }

        return counts;
    }

    public short[] ToCounts(int countsPerUnit) => ToCounts(countsPerUnit, out _);
}
