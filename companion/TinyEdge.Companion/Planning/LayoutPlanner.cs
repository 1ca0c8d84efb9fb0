using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Profiling;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Companion.Planning;

/// <summary>
/// Chooses a weight layout for each layer: of all combinations whose pools fit peakRamBudgetBytes the one that costs least. Whether a
/// layout is exact is proved by the device's own Prepare on the layer's weights, and its cost is counted, not modelled. The same model
/// and budget give the same plan on every machine.
/// </summary>
public sealed class LayoutPlanner(ILayerMeter meter)
{
    private const int InputTensorAt = 16;
    private const int OutputTensorAt = 32;
    private const int RecordTensorAt = 8;

    /// <param name="origin">What the parts came from, for the error message.</param>
    /// <param name="budgetBytes">peakRamBudgetBytes.</param>
    public LayoutPlan Plan(PipelineParts parts, string origin, int budgetBytes)
    {
        PipelineParts plain = parts with { Model = WithLayouts(parts.Model, []), GoldenVectors = null };
        Network network = plain.Prepare(out StaticPool pool, origin).Network;
        Range section = LayerLayout.NetworkOf(plain.Model);
        byte[] bytes = plain.Model[section];
        IReadOnlyList<LayerProfile> profiles = LayerList.Read(plain.Model, network);
        List<(LayerProfile Layer, List<LayerChoice> Choices, List<LayerLayout> Refused)> layers = [];
        foreach (LayerProfile profile in profiles)
        {
            (List<LayerChoice> choices, List<LayerLayout> refused) = Measure(bytes, profile);
            layers.Add((profile, choices, refused));
        }

        int spent = pool.TotalBytes - layers.Sum(layer => layer.Choices[0].PoolBytes);
        IReadOnlyList<LayerChoice> best = Cheapest([.. layers.Select(layer => layer.Choices)], budgetBytes - spent);
        byte[] model = WithLayouts(plain.Model, [.. best.Select(choice => choice.Layout)]);
        LayerPlan[] plans = [.. layers.Select((l, i) => new LayerPlan(i, l.Layer.Operator, l.Layer.Inputs, l.Layer.Outputs, l.Layer.Macs, best[i], l.Choices, l.Refused))];
        (plain with { Model = model }).Prepare(out StaticPool planned, origin);
        return new LayoutPlan(model, plans, planned.TotalBytes, budgetBytes);
    }

    /// <summary>The model with these layouts in its first layers, plain ones in the rest.</summary>
    public static byte[] WithLayouts(byte[] model, IReadOnlyList<LayerLayout> layouts)
    {
        byte[] copy = [.. model];
        Span<byte> network = copy.AsSpan()[LayerLayout.NetworkOf(model)];
        int layers = LayerLayout.Read(network).Count;
        for (int i = 0; i < layers; i++)
        {
            (i < layouts.Count ? layouts[i] : LayerLayout.Plain).Write(network, i);
        }

        return copy;
    }

    /// <summary>A model that needs no application: layers as code get plain tables, which give the same bits.</summary>
    public static byte[] WithoutCode(byte[] model) => WithLayouts(
        model, [.. LayerLayout.Read(model.AsSpan()[LayerLayout.NetworkOf(model)]).Select(layout => layout.Layout == ModelFormat.CodeWeights ? LayerLayout.Plain : layout)]);

    /// <summary>A network section of one layer of another, with its tensors where they are.</summary>
    internal static byte[] Isolate(byte[] network, int layer)
    {
        int records = BinaryPrimitives.ReadUInt16LittleEndian(network.AsSpan(2));
        int record = RecordAt(layer);
        byte[] one = [.. network[..ModelFormat.NetworkHeaderBytes], .. network[record..(record + ModelFormat.LayerRecordBytes)], .. network[RecordAt(records)..]];
        BinaryPrimitives.WriteUInt16LittleEndian(one.AsSpan(2), 1);
        network.AsSpan(RecordInputs.DescriptorOf(network, layer), ModelFormat.TensorBytes).CopyTo(one.AsSpan(InputTensorAt));
        one.AsSpan(RecordAt(0) + RecordInputs.FieldAt, RecordInputs.FieldBytes).Clear();
        network.AsSpan(record + RecordTensorAt, ModelFormat.TensorBytes).CopyTo(one.AsSpan(OutputTensorAt));
        return one;
    }

    private static int RecordAt(int layer) => ModelFormat.NetworkHeaderBytes + (layer * ModelFormat.LayerRecordBytes);

    private (List<LayerChoice> Choices, List<LayerLayout> Refused) Measure(byte[] network, LayerProfile layer)
    {
        byte[] one = Isolate(network, layer.Index);
        sbyte[][] inputs = Inputs(layer.Inputs);
        List<LayerChoice> choices = [];
        List<LayerLayout> refused = [];
        foreach (LayerLayout layout in LayoutCandidates.Of(one))
        {
            byte[] section = [.. one];
            layout.Write(section, 0);
            StaticPool pool = new(PipelineParts.UnlimitedBytes);
            ResultCode code = new Network().TryPrepare(new ByteArraySource(section), 0, section.Length, pool);
            if (code == ResultCode.Ok)
            {
                choices.Add(new LayerChoice(layout, pool.TotalBytes - CommonBytes(section), meter.Measure(section, inputs)));
            }
            else if (code == ResultCode.BadQuantization && layout != LayerLayout.Plain)
            {
                refused.Add(layout);
            }
            else
            {
                throw new ModelException($"Layer {layer.Index} cannot be planned.", $"With weights {layout} the device's code answers {code} ({(int)code}).", "This is a defect of the planner.", code);
            }
        }

        return (choices, refused);
    }

    // Arena, scratch and list of layers of a network of one layer: the whole network pays them once.
    private static int CommonBytes(byte[] section)
    {
        int arenaBytes = BinaryPrimitives.ReadInt32LittleEndian(section.AsSpan(4));
        return DeviceLayout.ArrayBytes(arenaBytes, 1);
    }

    private static sbyte[][] Inputs(int length)
    {
        Random random = new(1);
        return
        [
            [.. Enumerable.Repeat(sbyte.MinValue, length)],
            [.. Enumerable.Repeat(sbyte.MaxValue, length)],
            [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-128, 128))],
            [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-128, 128))],
        ];
    }

    // Layer by layer, only sums that no other one beats in both bytes and units.
    private static IReadOnlyList<LayerChoice> Cheapest(IReadOnlyList<List<LayerChoice>> layers, int budgetBytes)
    {
        List<Partial> front = [new Partial(0, 0, null, null)];
        foreach (List<LayerChoice> choices in layers)
        {
            List<Partial> next = [];
            foreach (Partial partial in front.SelectMany(from => choices.Select(choice => from.With(choice))).OrderBy(p => p.PoolBytes).ThenBy(p => p.Units))
            {
                if (next.Count == 0 || partial.Units < next[^1].Units)
                {
                    next.Add(partial);
                }
            }

            front = next;
        }

        // When nothing fits, the smallest: the budget's own check then says what is missing.
        return (front.LastOrDefault(partial => partial.PoolBytes <= budgetBytes) ?? front[0]).Choices();
    }

    private sealed record Partial(int PoolBytes, long Units, Partial? Before, LayerChoice? Choice)
    {
        public Partial With(LayerChoice choice) => new(PoolBytes + choice.PoolBytes, Units + choice.Cost.Units, this, choice);

        public IReadOnlyList<LayerChoice> Choices() => Before is null ? [] : [.. Before.Choices(), Choice!];
    }
}
