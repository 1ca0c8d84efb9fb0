using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Augmentation;

/// <summary>
/// A copy of a recording that effects may change. Made by a training part, for copies to learn from, and by the robustness sweep, which judges
/// changed signals and hands them to nobody: so what gives a verdict never is augmented for training.
/// </summary>
public sealed class SignalBuffer
{
    private readonly string _name;

    internal SignalBuffer(Recording recording)
    {
        _name = recording.Name;
        SampleRateHz = recording.SampleRateHz;
        Axes = recording.Axes;
        Values = Array.ConvertAll(recording.Values, v => (double)v);
    }

    public int SampleRateHz { get; }

    public int Axes { get; }

    /// <summary>(samples, axes) row by row, in the unit of the recording.</summary>
    public double[] Values { get; }

    /// <summary>Samples per axis.</summary>
    public int SampleCount => Values.Length / Axes;

    /// <summary>Mean of each axis.</summary>
    public double[] Means()
    {
        double[] means = new double[Axes];
        for (int i = 0; i < Values.Length; i++)
        {
            means[i % Axes] += Values[i];
        }

        for (int axis = 0; axis < Axes; axis++)
        {
            means[axis] /= Math.Max(SampleCount, 1);
        }

        return means;
    }

    /// <summary>Mean square of what changes, per value: what a signal-to-noise ratio refers to.</summary>
    public double Power()
    {
        double[] means = Means();
        double sum = 0;
        for (int i = 0; i < Values.Length; i++)
        {
            double change = Values[i] - means[i % Axes];
            sum += change * change;
        }

        return Values.Length == 0 ? 0 : sum / Values.Length;
    }

    internal Recording ToRecording() => new(_name, SampleRateHz, Axes, Array.ConvertAll(Values, v => (float)v));
}
