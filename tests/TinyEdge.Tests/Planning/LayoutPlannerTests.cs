using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Planning;
using TinyEdge.Companion.Tflite;
using TinyEdge.CostProfiler.Pipelines;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Tests.Inference;
using TinyEdge.Tests.Tflite;

namespace TinyEdge.Tests.Planning;

public sealed class LayoutPlannerTests
{
    private static readonly Lazy<BundleFolder> s_reference = new(() => BundleFolder.Load(Path.Combine(Repository.Root, "models", "fan-reference")));

    [Fact]
    public void Plan_RisingBudgets_FitAndNeverCostMore()
    {
        LayoutPlanner planner = new(new CountedLayers());
        PipelineParts parts = s_reference.Value.Parts;
        parts.Prepare(out StaticPool plain, "test");
        long before = long.MaxValue;
        foreach (int budget in new[] { plain.TotalBytes, plain.TotalBytes + 1000, plain.TotalBytes + 3000, 1 << 20 })
        {
            LayoutPlan plan = planner.Plan(parts, "test", budget);
            long units = plan.Layers.Sum(layer => layer.Chosen.Cost.Units);
            (parts with { Model = plan.Model }).Prepare(out StaticPool pool, "test", budget);
            Assert.Equal(pool.TotalBytes, plan.PoolBytes);
            Assert.InRange(plan.PoolBytes, 1, budget);
            Assert.True(units <= before);
            Assert.Equal(plan.Model, planner.Plan(parts, "test", budget).Model);
            before = units;
        }

        // The whole network of the reference, with all memory it wants, takes a fifth of the plain 42,000.
        Assert.InRange(before / 48, 1, 12_000);
    }

    [Fact]
    public void Plan_WrittenIntoTheModel_ReproducesTheGoldenVectors()
    {
        PipelineParts parts = s_reference.Value.Parts;
        LayoutPlan plan = new LayoutPlanner(new CountedLayers()).Plan(parts, "test", 1 << 20);
        Assert.Contains(plan.Layers, layer => layer.Chosen.Layout.Layout == ModelFormat.ThreeLaneWeights);
        Assert.NotEqual(parts.Model, plan.Model);
        Assert.Equal(parts.Model, LayoutPlanner.WithLayouts(plan.Model, []));
        InferenceRuntime runtime = (parts with { Model = plan.Model }).Prepare(out _, "test");
        Assert.Equal(ResultCode.Ok, runtime.RunGoldenVectors(new GoldenVectorReader(), out _));
    }

    [Fact]
    public void Plan_BudgetThatNothingFits_KeepsTheSmallest()
    {
        LayoutPlan plan = new LayoutPlanner(new CountedLayers()).Plan(s_reference.Value.Parts, "test", 100);
        Assert.All(plan.Layers, layer => Assert.Equal(layer.Choices.Min(choice => choice.PoolBytes), layer.Chosen.PoolBytes));
        Assert.True(plan.PoolBytes > plan.BudgetBytes);
    }

    /// <summary>Outputs of TensorFlow Lite under every layout that a plan can give to any layer, all layers that can have it at once.</summary>
    [DataTheory]
    [InlineData("hello_world_int8.tflite")]
    [InlineData("micro_speech_quantized.tflite")]
    [InlineData("ad01_int8.tflite")]
    public void TfliteModel_EveryLayout_MatchesItsGoldens(string file)
    {
        NetworkModel model = TfliteImporter.ImportFile(TestData.PathOf("tflite", file));
        sbyte[] inputs = file[0] switch
        {
            'h' => TfliteGoldenTests.ReadInt8("hello_world_all256_input_int8.bin"),
            'm' => TfliteGoldenTests.ReadInt8("yes_1000ms.features_int8.bin"),
            _ => TfliteGoldenTests.ReadInt8("ad01_inputs_int8.bin")[..(4 * 640)],
        };
        NetworkRunner plain = new(model);
        int packed = 0;
        foreach ((int layout, int block) in from l in new[] { ModelFormat.ThreeLaneWeights, ModelFormat.TwoLaneWeights } from b in new[] { 80, 64, 32, 16, 8 } select (l, b))
        {
            byte[] section = NetworkWriter.Write(model);
            for (int i = 0; i < model.Layers.Count; i++)
            {
                // The largest block up to this one that the layer's proof allows.
                foreach (LayerLayout candidate in LayoutCandidates.Of(model, i).Where(c => c.Layout == layout && c.BlockInputs <= block).OrderByDescending(c => c.BlockInputs))
                {
                    byte[] tried = [.. section];
                    candidate.Write(tried, i);
                    if (new Network().TryPrepare(new ByteArraySource(tried), 0, tried.Length, new StaticPool(64 << 20)) == ResultCode.Ok)
                    {
                        section = tried;
                        packed++;
                        break;
                    }
                }
            }

            NetworkRunner runner = new(section);
            for (int at = 0; at < inputs.Length; at += model.Input.Length)
            {
                // The plain layout is held to the goldens by TfliteGoldenTests.
                Assert.Equal(plain.Run(inputs.AsSpan(at, model.Input.Length)), runner.Run(inputs.AsSpan(at, model.Input.Length)));
            }
        }

        Assert.True(packed >= 10, $"only {packed} layers were packed");
    }
}
