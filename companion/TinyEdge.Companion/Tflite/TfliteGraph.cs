using Google.FlatBuffers;
using TinyEdge.Bundles;
using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Tflite;

/// <summary>
/// The one subgraph of a .tflite file as read, before anything is asked of its operators: every reference is inside the file, every
/// tensor is written once and before it is read, so that a walk in file order ends. Field numbers are those of schema.fbs (version 3).
/// </summary>
internal sealed class TfliteGraph
{
    private const int SchemaVersion = 3;
    private const int MaxOperators = 1024;
    private const int MaxTensorsOfOperator = 16;

    private readonly FlatTable[] _tensorTables;
    private readonly FlatTable[] _buffers;
    private readonly TfliteTensor?[] _tensors;

    private TfliteGraph(FlatTable root, FlatTable graph)
    {
        _buffers = root.Tables(4, "buffers");
        _tensorTables = graph.Tables(0, "tensors");
        _tensors = new TfliteTensor?[_tensorTables.Length];
        Description = root.Text(3);
        Inputs = graph.Int32s(1, MaxTensorsOfOperator);
        Outputs = graph.Int32s(2, MaxTensorsOfOperator);
        Nodes = ReadNodes(root.Tables(1, "operator_codes"), graph.Tables(3, "operators"));
        CheckOrder();
    }

    public string Description { get; }

    public int[] Inputs { get; }

    public int[] Outputs { get; }

    public IReadOnlyList<TfliteNode> Nodes { get; }

    public static TfliteGraph Read(byte[] file)
    {
        if (file.Length < 8 || !file.AsSpan(4, 4).SequenceEqual("TFL3"u8))
        {
            throw new ModelException("This is no .tflite file.", "Its identifier, bytes 4 to 7, is not 'TFL3'.", "Pass a file written by the TensorFlow Lite converter.");
        }

        FlatTable root = FlatTable.Root(new ByteBuffer(file));
        if (root.UInt32(0) != SchemaVersion)
        {
            throw new ModelException("This .tflite file has another schema.", $"Version {root.UInt32(0)} instead of {SchemaVersion}.", "Convert the model again with a current converter.", ResultCode.UnsupportedModelVersion);
        }

        FlatTable[] graphs = root.Tables(2, "subgraphs");
        return graphs.Length == 1
            ? new TfliteGraph(root, graphs[0])
            : throw new ModelException("The model cannot be imported.", $"It has {graphs.Length} subgraphs; one is expected.", "Export without control flow.");
    }

    public TfliteTensor TensorAt(int index, string reader)
    {
        if (index < 0 || index >= _tensors.Length)
        {
            throw FlatTable.Damaged($"Tensor {index} of {_tensors.Length} is referred to by {reader}.");
        }

        return _tensors[index] ??= new TfliteTensor(index, _tensorTables[index], _buffers);
    }

    private TfliteNode[] ReadNodes(FlatTable[] codes, FlatTable[] operators)
    {
        if (operators.Length is 0 or > MaxOperators)
        {
            throw new ModelException("The model cannot be imported.", $"It has {operators.Length} operators; 1 to {MaxOperators} are expected.", "Use a model that fits a microcontroller.");
        }

        TfliteNode[] nodes = new TfliteNode[operators.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            FlatTable op = operators[i];
            long index = op.UInt32(0);
            if (index >= codes.Length)
            {
                throw FlatTable.Damaged($"{op.Path} refers to operator code {index} of {codes.Length}.");
            }

            // Codes up to 127 are also in the older 8-bit field; the larger of the two is the code.
            int code = Math.Max(codes[index].Int8(0), codes[index].Int32(3));
            nodes[i] = new TfliteNode(
                i, code, codes[index].Text(1), op.Int32s(1, MaxTensorsOfOperator), op.Int32s(2, MaxTensorsOfOperator), op.Table(4, "builtin_options"));
        }

        return nodes;
    }

    // The converter writes operators in the order in which they run.
    private void CheckOrder()
    {
        int[] writer = new int[_tensors.Length];
        Array.Fill(writer, int.MaxValue);
        foreach (int input in Inputs)
        {
            TensorAt(input, "the graph's inputs");
            writer[input] = -1;
        }

        foreach (TfliteNode node in Nodes)
        {
            foreach (int output in node.Outputs)
            {
                TensorAt(output, node.ToString());
                writer[output] = writer[output] == int.MaxValue
                    ? node.Index
                    : throw FlatTable.Damaged($"Tensor {output} '{TensorAt(output, "").Name}' is written twice, by {node} and before.");
            }
        }

        foreach (TfliteNode node in Nodes)
        {
            foreach (int input in node.Inputs.Where(input => input != -1))
            {
                TfliteTensor tensor = TensorAt(input, node.ToString());
                if (!tensor.HasData && writer[input] >= node.Index)
                {
                    string by = writer[input] == int.MaxValue ? "nothing" : Nodes[writer[input]].ToString();
                    throw FlatTable.Damaged($"{node} reads tensor {input} '{tensor.Name}' before it is there: it is written by {by}. A graph may not lead forward or in a circle.");
                }
            }
        }

        foreach (int output in Outputs)
        {
            TensorAt(output, "the graph's outputs");
        }
    }
}
