using Google.FlatBuffers;
using TinyEdge.Bundles;
using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Tflite;

/// <summary>
/// Reads a full-integer int8 .tflite model into a <see cref="NetworkModel"/>. The file is untrusted: whatever is in it, the
/// outcome is a model or a <see cref="ModelException"/> that says what to change. Field numbers are those of TensorFlow
/// Lite's schema.fbs (version 3).
/// </summary>
public static class TfliteImporter
{
    private const int SchemaVersion = 3;
    private const int MaxOperators = 1024;
    private const int MaxFileBytes = 64 << 20;
    private const int MaxAdvice = 8;

    public static NetworkModel ImportFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                throw new ModelException($"'{path}' is too large.", $"A .tflite file may have {MaxFileBytes} bytes.", "Use a model that fits a microcontroller.");
            }

            return Import(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"'{path}' cannot be read.", e.Message, "Check the path and its permissions.", ResultCode.BadModel, e);
        }
    }

    public static NetworkModel Import(byte[] file)
    {
        if (file.Length < 8 || !file.AsSpan(4, 4).SequenceEqual("TFL3"u8))
        {
            throw new ModelException("This is no .tflite file.", "Its identifier is not 'TFL3'.", "Pass a file written by the TensorFlow Lite converter.");
        }

        FlatTable root = FlatTable.Root(new ByteBuffer(file));
        if (root.UInt32(0) != SchemaVersion)
        {
            throw new ModelException("This .tflite file has another schema.", $"Version {root.UInt32(0)} instead of {SchemaVersion}.", "Convert the model again with a current converter.", ResultCode.UnsupportedModelVersion);
        }

        FlatTable[] graphs = root.Tables(2);
        if (graphs.Length != 1)
        {
            throw new ModelException("The model cannot be imported.", $"It has {graphs.Length} subgraphs; one is expected.", "Export without control flow.");
        }

        FlatTable[] operators = graphs[0].Tables(3);
        if (operators.Length is 0 or > MaxOperators)
        {
            throw new ModelException("The model cannot be imported.", $"It has {operators.Length} operators; 1 to {MaxOperators} are expected.", "Use a model that fits a microcontroller.");
        }

        int[] codes = OperatorCodes(root.Tables(1), operators);
        return new TfliteChain(graphs[0], root.Tables(4)).Build(operators, codes);
    }

    // Resolves the code of every operator and names all that the engine does not run, at once.
    private static int[] OperatorCodes(FlatTable[] table, FlatTable[] operators)
    {
        int[] codes = new int[operators.Length];
        SortedSet<string> unsupported = new(StringComparer.Ordinal);
        for (int i = 0; i < operators.Length; i++)
        {
            long index = operators[i].UInt32(0);
            if (index >= table.Length)
            {
                throw FlatTable.Damaged($"Operator {i} refers to code {index} of {table.Length}.");
            }

            // Codes up to 127 are also in the older 8-bit field; the larger of the two is the code.
            codes[i] = Math.Max(table[index].Int8(0), table[index].Int32(3));
            if (!TfliteOperator.IsSupported(codes[i]))
            {
                unsupported.Add(TfliteOperator.Advise(codes[i], table[index].Text(1)));
            }
        }

        return unsupported.Count == 0
            ? codes
            : throw new ModelException("The model uses operators that the device does not run:", Advice(unsupported), "Change these layers and convert again.", ResultCode.UnsupportedOperator);
    }

    private static string Advice(SortedSet<string> unsupported) =>
        string.Join("; ", unsupported.Take(MaxAdvice)) + (unsupported.Count > MaxAdvice ? $"; and {unsupported.Count - MaxAdvice} more." : ".");
}
