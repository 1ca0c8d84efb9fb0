using TinyEdge.Companion.FrontEnd;

namespace TinyEdge.Companion.Training;

/// <summary>What the network of the device sees of a recording, as numbers that a float network can be trained on.</summary>
public sealed class DeviceFeatures
{
    private readonly FixedFrontEnd _frontEnd;
    private readonly double _inputScale;
    private readonly int _zeroPoint;

    /// <param name="section">The front-end section of the model.</param>
    /// <param name="inputScale">Scale of the network's input.</param>
    /// <param name="zeroPoint">Zero point of the network's input.</param>
    public DeviceFeatures(byte[] section, double inputScale, int zeroPoint)
    {
        _frontEnd = new FixedFrontEnd(section);
        _inputScale = inputScale;
        _zeroPoint = zeroPoint;
    }

    /// <summary>Values of a sample: frames * features a frame.</summary>
    public int Length => _frontEnd.Config.Frames * _frontEnd.Config.FeaturesPerFrame;

    /// <summary>The device's int8 features of the newest frames, dequantised: (frames, features), what the network's input is.</summary>
    /// <param name="interleaved">int16 counts, axes side by side.</param>
    /// <exception cref="TrainingException">The recording is too short for the network's frames.</exception>
    public float[] Of(ReadOnlySpan<short> interleaved)
    {
        sbyte[][] windows = _frontEnd.Features(interleaved);
        int frames = _frontEnd.Config.Frames;
        if (windows.Length < frames)
        {
            throw new TrainingException("A recording is too short to train on.", $"It holds {windows.Length} of the {frames} windows that the network sees at once.", "Record longer, or use fewer frames.");
        }

        return [.. windows[^frames..].SelectMany(window => window).Select(q => (float)((q - _zeroPoint) * _inputScale))];
    }
}
