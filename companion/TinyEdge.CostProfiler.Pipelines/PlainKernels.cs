using System.Reflection;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>
/// Takes a prepared pipeline back to the plain kernels that its fast ones are compared with: the plain spectrum, pools and depthwise
/// layers by definition. Plain weights are a matter of the model. A device has no such switch, hence reflection.
/// </summary>
internal static class PlainKernels
{
    private const string RowStep = "_rowStep";
    private const string Edge = "_edge";

    /// <param name="runtime">Prepared, with plain weights; its bits stay the same.</param>
    public static void Use(InferenceRuntime runtime)
    {
        FieldInfo frontEnd = Field(typeof(FeatureExtractorPipeline), "_frontEnd");
        FrontEndSpec spec = (FrontEndSpec)Field(typeof(FrontEnd), "_spec").GetValue(frontEnd.GetValue(runtime.Features))!;
        FrontEnd plain = new(spec);
        MethodInfo prepare = typeof(FrontEnd).GetMethod("TryPreparePlain", BindingFlags.Instance | BindingFlags.NonPublic) ?? throw Missing("TryPreparePlain");
        ResultCode code = (ResultCode)prepare.Invoke(plain, [new StaticPool(int.MaxValue / 2)])!;
        if (code != ResultCode.Ok)
        {
            throw new InvalidOperationException($"The plain front end answers {code}.");
        }

        frontEnd.SetValue(runtime.Features, plain);
        foreach (Layer? layer in (Layer?[])Field(typeof(Network), "_layers").GetValue(runtime.Network)!)
        {
            if (layer is Pool2D)
            {
                Field(typeof(Pool2D), RowStep).SetValue(layer, 0);
            }
            else if (layer is DepthwiseConv2D)
            {
                Field(typeof(DepthwiseConv2D), Edge).SetValue(layer, null);
            }
        }
    }

    private static FieldInfo Field(Type type, string name) => type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic) ?? throw Missing($"{type.Name}.{name}");

    private static InvalidOperationException Missing(string name) => new($"The device's code has no {name} any more: PlainKernels has to follow.");
}
