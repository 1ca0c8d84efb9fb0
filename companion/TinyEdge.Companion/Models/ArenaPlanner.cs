namespace TinyEdge.Companion.Models;

/// <summary>Where each tensor lies in the arena.</summary>
/// <param name="InputOffset">Of the network's input.</param>
/// <param name="OutputOffsets">One a layer.</param>
public sealed record ArenaPlan(int ArenaBytes, int InputOffset, IReadOnlyList<int> OutputOffsets);

/// <summary>
/// Plans tensors by lifetime. In a chain a tensor lives from the layer that writes it to the next one, so exactly two are
/// alive at any time: putting them at the two ends of the arena in turn needs max(input + output) over all layers, which no
/// plan can go below. With branches the tensors are placed by size, the largest first, each at the lowest place that is free while
/// it lives. Reshape shares its input's place.
/// </summary>
public static class ArenaPlanner
{
    public static ArenaPlan Plan(NetworkModel model) => model.IsChain ? PlanChain(model) : PlanGraph(model);

    private static ArenaPlan PlanChain(NetworkModel model)
    {
        int arenaBytes = model.Input.Length;
        for (int i = 0; i < model.Layers.Count; i++)
        {
            bool shares = model.Layers[i] is ReshapeSpec;
            arenaBytes = Math.Max(arenaBytes, shares ? model.Layers[i].Output.Length : model.InputOf(i).Length + model.Layers[i].Output.Length);
        }

        int[] offsets = new int[model.Layers.Count];
        int previous = 0;
        bool atEnd = false;
        for (int i = 0; i < offsets.Length; i++)
        {
            if (model.Layers[i] is not ReshapeSpec)
            {
                atEnd = !atEnd;
                previous = atEnd ? arenaBytes - model.Layers[i].Output.Length : 0;
            }

            offsets[i] = previous;
        }

        return new ArenaPlan(arenaBytes, 0, offsets);
    }

    private static ArenaPlan PlanGraph(NetworkModel model)
    {
        List<ArenaBlock> blocks = ArenaBlock.Of(model, out int[] blockOf);
        List<ArenaBlock> placed = [];
        foreach (ArenaBlock block in blocks.OrderByDescending(b => b.Length).ThenBy(b => b.First))
        {
            block.Place(placed);
            placed.Add(block);
        }

        int[] offsets = [.. blockOf.Select(b => blocks[b].Offset)];
        return new ArenaPlan(blocks.Max(b => b.Offset + b.Length), offsets[0], offsets[1..]);
    }
}
