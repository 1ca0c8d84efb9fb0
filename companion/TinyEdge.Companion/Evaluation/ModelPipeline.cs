using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Companion.Evaluation;

/// <summary>
/// A model component running on the desktop with the device's own sources: samples in, int8 class scores out, bit for bit
/// what the device answers. Not thread safe.
/// </summary>
public sealed class ModelPipeline
{
    private const int BlockSamples = 32;

    private readonly Network _network = new();
    private readonly FeatureExtractorPipeline _front;
    private readonly short[] _block;

    /// <param name="model">Bytes of a model component with front end, network and labels.</param>
    /// <param name="poolBudgetBytes">Refuse a model that needs more, device layout.</param>
    /// <exception cref="ModelException">The device would refuse the model.</exception>
    public ModelPipeline(byte[] model, int poolBudgetBytes = 1 << 20)
    {
        ModelReader reader = new();
        ByteArraySource source = new(model);
        Require(reader.TryOpen(source, 0, model.Length), "its sections");
        Require(reader.PositionOf(SectionType.FrontEnd) < 0 ? ResultCode.BadFrontEnd : ResultCode.Ok, "its front end, which is missing");

        Pool = new StaticPool(poolBudgetBytes);
        Require(FrontEndSection.TryParse(source, reader.PositionOf(SectionType.FrontEnd), reader.LengthOf(SectionType.FrontEnd), Pool, out FrontEndSpec spec), "its front end");
        _front = new FeatureExtractorPipeline(spec);
        Require(_front.TryPrepare(Pool), "the memory of its front end");
        Require(_network.TryPrepare(source, reader.PositionOf(SectionType.Network), reader.LengthOf(SectionType.Network), Pool), "its network");
        Require(_front.Features.Length == _network.InputLength ? ResultCode.Ok : ResultCode.FeatureCountMismatch, "the match of front end and network");
        Pool.Seal();

        Labels = ModelLabels.Read(reader);
        Require(Labels.Count == _network.OutputLength ? ResultCode.Ok : ResultCode.BadModel, "its labels, which must be as many as its outputs");
        _block = new short[BlockSamples * Config.Axes];
    }

    /// <summary>Class names, in the order of the scores.</summary>
    public IReadOnlyList<string> Labels { get; }

    public PreprocessingConfig Config => _front.Config;

    /// <summary>What front end and network take on the device, by owner.</summary>
    public StaticPool Pool { get; }

    /// <summary>Multiply-accumulates of one inference.</summary>
    public int MacsPerInference => _network.Macs;

    /// <summary>Windows extracted since construction.</summary>
    public long WindowCount { get; private set; }

    /// <summary>Inferences since construction.</summary>
    public long InferenceCount { get; private set; }

    /// <summary>Samples per axis before the first inference.</summary>
    public int SamplesToFirstInference => Config.WindowSize + ((Config.Frames - 1) * Config.HopLength);

    /// <summary>Corrects every sample from now on, as a device does with the calibration of its bundle.</summary>
    public void Calibrate(CalibrationSettings calibration)
    {
        for (int axis = 0; axis < Config.Axes; axis++)
        {
            Require(_front.ApplyCalibrationOffset(axis, calibration.Offset[axis], calibration.GainQ14[axis]), "its calibration");
        }
    }

    /// <summary>
    /// Runs one recording from an empty pipeline: samples arrive in bursts, every hop appends a frame, and as soon as the
    /// network's frames are all there each hop runs the network. The answer is that of the last hop.
    /// </summary>
    /// <param name="interleaved">int16 counts, the axes of a sample side by side.</param>
    /// <returns>int8 scores, one a class; null when the recording is too short for a single inference.</returns>
    public sbyte[]? Classify(ReadOnlySpan<short> interleaved)
    {
        _front.Reset();
        int axes = Config.Axes;
        bool isAnswered = false;
        for (int at = 0; at < interleaved.Length; at += _block.Length)
        {
            ReadOnlySpan<short> burst = interleaved.Slice(at, Math.Min(_block.Length, interleaved.Length - at));
            burst.CopyTo(_block);
            _front.PushBlock(_block, burst.Length / axes);
            while (_front.ExtractWindow())
            {
                WindowCount++;
                isAnswered |= TryInfer();
            }
        }

        return isAnswered ? _network.Arena.AsSpan(_network.OutputOffset, _network.OutputLength).ToArray() : null;
    }

    /// <summary>Class of the highest score; the first of equals.</summary>
    public static int ClassOf(ReadOnlySpan<sbyte> scores)
    {
        int best = 0;
        for (int k = 1; k < scores.Length; k++)
        {
            best = scores[k] > scores[best] ? k : best;
        }

        return best;
    }

    private static void Require(ResultCode code, string part)
    {
        if (code != ResultCode.Ok)
        {
            throw new ModelException("The model cannot be run.", $"The device would answer {code} ({(int)code}) for {part}.", "Use a model component made for this version of the runtime.", code);
        }
    }

    private bool TryInfer()
    {
        if (!_front.Features.TryCopyTo(_network.Arena, _network.InputOffset))
        {
            return false;
        }

        _network.Invoke();
        InferenceCount++;
        return true;
    }
}
