namespace TinyEdge.Companion.Tflite;

/// <summary>
/// Axes of TensorFlow Lite's tensors as height and width of ours: the last is channels, the one before it width, all before that
/// height, of which the first is the batch of one.
/// </summary>
internal static class TfliteAxes
{
    /// <returns>Which of the two a MEAN is over; null when it is over channels, or not constant.</returns>
    public static (bool Height, bool Width)? OfMean(TfliteGraph graph, TfliteNode node, TfliteTensor input)
    {
        if (Constant(graph, node, 1) is not { } axes)
        {
            return null;
        }

        int rank = input.Shape.Count;
        bool height = false;
        bool width = false;
        foreach (int axis in axes.Select(axis => axis < 0 ? axis + rank : axis))
        {
            if (axis < 0 || axis >= rank - 1)
            {
                return null;
            }

            width |= axis == rank - 2;
            height |= axis == rank - 3 && axis > 0;
        }

        return (height, width);
    }

    /// <returns>Rows above and below, columns left and right; null when something else is padded.</returns>
    public static (int Top, int Bottom, int Left, int Right)? OfPad(TfliteGraph graph, TfliteNode node, TfliteTensor input)
    {
        int rank = input.Shape.Count;
        if (Constant(graph, node, 1) is not { } pads || pads.Length != 2 * rank || rank < 3 || pads.Any(pad => pad is < 0 or > ushort.MaxValue))
        {
            return null;
        }

        // Of three axes the first may be the batch or the height, but a batch of one is not padded.
        int[] others = [.. Enumerable.Range(0, rank).Where(axis => axis != rank - 2 && (axis != rank - 3 || axis == 0))];
        if (others.Any(axis => pads[2 * axis] != 0 || pads[(2 * axis) + 1] != 0))
        {
            return null;
        }

        int height = rank - 3;
        int width = rank - 2;
        return (pads[2 * height], pads[(2 * height) + 1], pads[2 * width], pads[(2 * width) + 1]);
    }

    private static int[]? Constant(TfliteGraph graph, TfliteNode node, int input)
    {
        TfliteTensor? tensor = node.Inputs.Length > input && node.Inputs[input] >= 0 ? graph.TensorAt(node.Inputs[input], node.ToString()) : null;
        return tensor is { TypeName: "INT32", HasData: true, Count: <= 16 } ? tensor.Int32Data() : null;
    }
}
