namespace TinyEdge.CostProfiler;

/// <summary>The chain of one bundle, as the device calls it, in instrumented code.</summary>
public interface IPipelineProbe
{
    /// <summary>Samples per axis from one window to the next.</summary>
    int HopSamples { get; }

    /// <summary>Samples per axis from an empty pipeline to its first inference.</summary>
    int SamplesToFirstInference { get; }

    /// <summary>Whether every frame that the network reads has been extracted.</summary>
    bool IsReady { get; }

    /// <summary>Pushes a burst.</summary>
    /// <param name="xyz">Interleaved counts; may be overwritten.</param>
    /// <param name="samples">Samples per axis.</param>
    void Push(short[] xyz, int samples);

    bool ExtractWindow();

    void RunInference();

    void Decide();
}
