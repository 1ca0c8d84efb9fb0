using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Training;

/// <summary>The signals that a fan model is trained on, and the front end standardised by them.</summary>
internal static class FanSignals
{
    /// <summary>Every recording of a part, each followed by its augmented copies.</summary>
    public static List<(short[] Counts, FanFile File)> Of(
        IEnumerable<FanFile> files, Func<FanFile, IEnumerable<Recording>> part, VibrationAugmentation augmentation, FrontEndOptions frontEnd, TrainingRandom random)
    {
        List<(short[], FanFile)> signals = [];
        foreach (FanFile file in files)
        {
            foreach (Recording recording in part(file))
            {
                signals.Add((ToCounts(recording.Values, frontEnd), file));
                for (int copy = 0; copy < augmentation.Copies; copy++)
                {
                    signals.Add((ToCounts(augmentation.Apply(recording.Values, random), frontEnd), file));
                }
            }
        }

        return signals;
    }

    /// <summary>A front-end section whose quantiser has the statistics of the signals.</summary>
    public static byte[] Standardise(FrontEndOptions options, IEnumerable<short[]> signals, double inputScale, int zeroPoint)
    {
        FrontEndBuilder builder = new(options);
        FixedFrontEnd frontEnd = new(builder.BuildForStatistics());
        FeatureStatistics statistics = new(options.FeaturesPerFrame);
        foreach (short[] signal in signals)
        {
            frontEnd.Measure(signal, statistics);
        }

        return builder.Build(FeatureQuantization.Standardise(statistics, inputScale, zeroPoint));
    }

    public static short[] ToCounts(float[] values, FrontEndOptions frontEnd) => new Recording("", frontEnd.SampleRate, frontEnd.Axes, values).ToCounts(frontEnd.FixedPointScale);
}
