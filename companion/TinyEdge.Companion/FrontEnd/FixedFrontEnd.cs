using TinyEdge.Bundles;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Companion.FrontEnd;

/// <summary>
/// Runs the device's own front end over whole recordings on the desktop: the same source, so the same bits. Not thread safe;
/// make one for each thread.
/// </summary>
public sealed class FixedFrontEnd
{
    private const int PoolBudgetBytes = 1 << 20;
    private readonly Runtime.Dsp.FrontEnd _frontEnd;

    /// <param name="section">A front-end section, as <see cref="FrontEndBuilder"/> writes it.</param>
    /// <exception cref="FrontEndException">The device would refuse it.</exception>
    public FixedFrontEnd(byte[] section)
    {
        StaticPool pool = new(PoolBudgetBytes);
        ResultCode result = FrontEndSection.TryParse(new ByteArraySource(section), 0, section.Length, pool, out FrontEndSpec spec);
        if (result == ResultCode.Ok)
        {
            _frontEnd = new Runtime.Dsp.FrontEnd(spec);
            result = _frontEnd.TryPrepare(pool);
            Config = spec.Config;
        }

        if (result != ResultCode.Ok || _frontEnd is null || Config is null)
        {
            throw new FrontEndException("The front-end section is refused.", $"The device would answer {result} ({(int)result}).", "Build it again.", result);
        }
    }

    public PreprocessingConfig Config { get; }

    /// <summary>Windows in a recording of so many samples per axis.</summary>
    public int WindowCount(int samples) => samples < Config.WindowSize ? 0 : 1 + ((samples - Config.WindowSize) / Config.HopLength);

    /// <summary>Features before quantisation: one row a window, (axes * features per axis) int32 Q12.</summary>
    /// <param name="interleaved">Counts, the axes of a sample side by side.</param>
    public int[][] Values(ReadOnlySpan<short> interleaved)
    {
        int[][] rows = new int[WindowCount(interleaved.Length / Config.Axes)][];
        int features = Config.FeaturesPerAxis;
        for (int window = 0; window < rows.Length; window++)
        {
            rows[window] = new int[Config.FeaturesPerFrame];
            for (int axis = 0; axis < Config.Axes; axis++)
            {
                RunAxis(interleaved, window, axis);
                Array.Copy(_frontEnd.Values, 0, rows[window], axis * features, features);
            }
        }

        return rows;
    }

    /// <summary>Quantised features: one row a window, exactly what the device appends to its feature ring.</summary>
    public sbyte[][] Features(ReadOnlySpan<short> interleaved)
    {
        sbyte[][] rows = new sbyte[WindowCount(interleaved.Length / Config.Axes)][];
        for (int window = 0; window < rows.Length; window++)
        {
            rows[window] = new sbyte[Config.FeaturesPerFrame];
            for (int axis = 0; axis < Config.Axes; axis++)
            {
                RunAxis(interleaved, window, axis);
                _frontEnd.Quantize(axis, rows[window], 0);
            }
        }

        return rows;
    }

    /// <summary>Adds every window of a recording to statistics.</summary>
    public void Measure(ReadOnlySpan<short> interleaved, FeatureStatistics statistics)
    {
        foreach (int[] row in Values(interleaved))
        {
            statistics.Add(row);
        }
    }

    private void RunAxis(ReadOnlySpan<short> interleaved, int window, int axis)
    {
        int first = window * Config.HopLength;
        for (int n = 0; n < Config.WindowSize; n++)
        {
            _frontEnd.Samples[n] = interleaved[((first + n) * Config.Axes) + axis];
        }

        _frontEnd.Run();
    }
}
