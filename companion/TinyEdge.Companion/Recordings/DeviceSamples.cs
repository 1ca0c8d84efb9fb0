using TinyEdge.Runtime.Dsp;

namespace TinyEdge.Companion.Recordings;

/// <summary>A recording as the samples that a device would read: interleaved x, y, z in counts.</summary>
public static class DeviceSamples
{
    private const int Axes = 3;

    /// <summary>Axes that the recording does not have are 0; those that the pipeline does not have it ignores.</summary>
    /// <param name="saturated">Values beyond the device's int16.</param>
    /// <exception cref="RecordingException">The recording does not fit the pipeline.</exception>
    public static short[] Of(Recording recording, PreprocessingConfig config, out int saturated)
    {
        RequireMatch(recording, config);
        short[] counts = recording.ToCounts(config.FixedPointScale, out saturated);
        if (recording.Axes == Axes)
        {
            return counts;
        }

        short[] samples = new short[recording.SampleCount * Axes];
        for (int i = 0; i < counts.Length; i++)
        {
            samples[(i / recording.Axes * Axes) + (i % recording.Axes)] = counts[i];
        }

        return samples;
    }

    /// <exception cref="RecordingException">Other axes or another rate than the pipeline's.</exception>
    public static void RequireMatch(Recording recording, PreprocessingConfig config)
    {
        if (recording.Axes != config.Axes || recording.SampleRateHz != config.SampleRate)
        {
            throw new RecordingException(
                $"Recording '{recording.Name}' cannot be used.",
                $"It has {recording.Axes} axes at {recording.SampleRateHz} Hz, the model wants {config.Axes} at {config.SampleRate} Hz.",
                "Record with the sensor settings of the model, or name the right sample rate.");
        }
    }
}
