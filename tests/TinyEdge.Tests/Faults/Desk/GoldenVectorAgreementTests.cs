using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Planning;
using TinyEdge.Companion.Training;
using TinyEdge.CostProfiler.Pipelines;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Faults.Desk;

/// <summary>
/// Golden vectors that the desktop computes with the plain reference kernels, reproduced by the device's fast kernels out of the finished
/// bundle, over many models.
/// </summary>
public class GoldenVectorAgreementTests
{
    private const int Bundles = 40;

    [Fact]
    public void C04_ManyBundles_TheDevicesKernelsReproduceThePlainOnesBitForBit()
    {
        BundleFolder folder = BundleFolder.Load(Path.Combine(Repository.Root, "models", "fan-reference"));
        LayoutPlan plan = new LayoutPlanner(new CountedLayers()).Plan(folder.Parts, "test", folder.Deployment.Metadata.PeakRamBudgetBytes);
        IReadOnlyList<short[]> windows = GoldenWindows.Choose(new ModelPipeline(folder.Parts.Model, PipelineParts.UnlimitedBytes), 3, seed: 1);
        HashSet<string> goldens = [];
        int made = 0;
        for (int seed = 0; made < Bundles; seed++)
        {
            Assert.True(seed < 10 * Bundles, $"only {made} usable models");
            byte[] model = Altered(plan.Model, seed);
            PipelineParts plain = folder.Parts with { Model = LayoutPlanner.WithLayouts(model, []), GoldenVectors = null };
            if (!IsUsable(plain) || !IsUsable(plain with { Model = model }))
            {
                continue;
            }

            byte[] golden = GoldenVectorBuilder.Build(plain, windows, "test");
            goldens.Add(Convert.ToHexString(golden));
            byte[] bundle = BundleBuilder.Build(
                folder.Deployment, new ReleaseSettings { Sequence = (uint)made + 1 }, folder.With(plain with { Model = model, GoldenVectors = golden }).Components(null), TestKeys.Trusted);
            Assert.True(RunOnDevice(bundle) == ResultCode.Ok, $"seed {seed}");
            made++;
        }

        // Models that all answer alike would prove nothing.
        Assert.InRange(goldens.Count, Bundles / 3, Bundles);
    }

    /// <summary>The model with some of its network's bytes changed, behind all records: weights and biases.</summary>
    private static byte[] Altered(byte[] model, int seed)
    {
        byte[] copy = [.. model];
        (int start, int length) = LayerLayout.NetworkOf(model).GetOffsetAndLength(model.Length);
        Random random = new(seed);
        for (int i = 0; i < 150; i++)
        {
            copy[start + random.Next(length / 2, length)] ^= (byte)(1 << random.Next(6));
        }

        return copy;
    }

    private static bool IsUsable(PipelineParts parts)
    {
        try
        {
            parts.Prepare(out _, "test");
            return true;
        }
        catch (TinyEdgeException)
        {
            return false;
        }
    }

    private static ResultCode RunOnDevice(byte[] bundle)
    {
        BundleParser parser = new(BundleSample.Trust(TestKeys.Trusted.PublicKey), new PortableBlockDigest());
        Assert.Equal(ResultCode.Ok, BundleSample.Parse(bundle, parser));
        DeploymentBundle running = new();
        Assert.Equal(ResultCode.Ok, running.TryBind(parser, new ByteArraySource(bundle)));
        InferenceRuntime runtime = new(running, new StaticPool(running.PeakRamBudgetBytes));
        Assert.Equal(ResultCode.Ok, runtime.TryPrepare(new byte[8]));
        return runtime.RunGoldenVectors(new GoldenVectorReader(), out _);
    }
}
