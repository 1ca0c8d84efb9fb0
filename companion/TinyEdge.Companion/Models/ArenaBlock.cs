namespace TinyEdge.Companion.Models;

/// <summary>Bytes of one tensor, and of its reshaped copies, from the layer that writes them to the last that reads them.</summary>
internal sealed class ArenaBlock(int length, int first)
{
    public int Length { get; } = length;

    /// <summary>The layer that writes it; -1 for the network's input.</summary>
    public int First { get; } = first;

    public int Last { get; private set; } = first;

    public int Offset { get; private set; }

    /// <param name="blockOf">Index of the block of each tensor: the input, then one a layer.</param>
    public static List<ArenaBlock> Of(NetworkModel model, out int[] blockOf)
    {
        List<ArenaBlock> blocks = [new(model.Input.Length, -1)];
        blockOf = new int[model.Layers.Count + 1];
        for (int i = 0; i < model.Layers.Count; i++)
        {
            int source = blockOf[model.SourceOf(i) + 1];
            blocks[source].Last = i;
            if (model.Layers[i] is ElementwiseSpec pair)
            {
                blocks[blockOf[pair.Other + 1]].Last = i;
            }

            if (model.Layers[i] is ReshapeSpec)
            {
                blockOf[i + 1] = source;
                continue;
            }

            blockOf[i + 1] = blocks.Count;
            blocks.Add(new ArenaBlock(model.Layers[i].Output.Length, i));
        }

        // Whoever asked for the inference reads the output after the last layer.
        blocks[blockOf[^1]].Last = model.Layers.Count;
        return blocks;
    }

    /// <summary>Takes the lowest place that no block holds at the same time.</summary>
    public void Place(IEnumerable<ArenaBlock> placed)
    {
        foreach (ArenaBlock other in placed.Where(b => b.First <= Last && First <= b.Last).OrderBy(b => b.Offset))
        {
            if (other.Offset - Offset >= Length)
            {
                return;
            }

            Offset = Math.Max(Offset, other.Offset + other.Length);
        }
    }
}
