using System.Reflection;
using TinyEdge.Bundles;
using TinyEdge.CostProfiler;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Benchmarks.Cost.Probes;

/// <summary>One window of one axis: samples to quantised features.</summary>
internal sealed class FrontEndProbe : IInputProbe<short[]>
{
    private const string PlainPrepare = "TryPreparePlain";

    private readonly FrontEnd _frontEnd;
    private readonly sbyte[] _features;

    /// <param name="isPlain">With the plain kernels, where the front end has others beside them.</param>
    public FrontEndProbe(byte[] section, bool isPlain)
    {
        StaticPool pool = new(Probe.AmpleBytes);
        Probe.Require(FrontEndSection.TryParse(new ByteArraySource(section), 0, section.Length, pool, out FrontEndSpec spec));
        _frontEnd = new FrontEnd(spec);
        MethodInfo? plain = isPlain ? typeof(FrontEnd).GetMethod(PlainPrepare, BindingFlags.Instance | BindingFlags.NonPublic) : null;
        Probe.Require(plain is null ? _frontEnd.TryPrepare(pool) : (ResultCode)plain.Invoke(_frontEnd, [pool])!);
        _features = new sbyte[spec.Config.FeaturesPerFrame];
    }

    public void Run(short[] input)
    {
        Array.Copy(input, _frontEnd.Samples, input.Length);
        _frontEnd.Run();
        _frontEnd.Quantize(0, _features, 0);
    }
}
