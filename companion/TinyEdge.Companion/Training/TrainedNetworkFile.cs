using System.Buffers.Binary;
using TinyEdge.Companion.Components;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training;

/// <summary><c>training.json</c>: a <see cref="TrainedNetwork"/> as SPEC.md describes it. Weights are base64 of little-endian singles, so that no bit is lost.</summary>
public static class TrainedNetworkFile
{
    public const string FileName = "training.json";
    public const int Format = 1;

    /// <summary>Larger files are refused before they are read.</summary>
    public const int MostBytes = 64 << 20;

    private const string Example = "what 'tinyedge train' writes; train again";

    public static byte[] Write(TrainedNetwork trained)
    {
        TensorSpec input = trained.Input;
        Content content = new(
            Format,
            trained.Seed,
            trained.RecipeSha256,
            trained.IsQuantizedInTheLoop,
            trained.Labels,
            new InputContent(input.Height, input.Width, input.Channels, input.Scale, input.ZeroPoint),
            trained.FrontEnd,
            trained.Network.Plans,
            [.. trained.Network.Trainable.Select((l, i) => new LayerContent(ToBytes(l.Weights), ToBytes(l.Bias), trained.Ranges[i].Min, trained.Ranges[i].Max))]);
        return ComponentJson.ToBytes(content);
    }

    /// <exception cref="TinyEdgeException">The file is missing, no such file, or contradicts itself; names place and remedy.</exception>
    public static TrainedNetwork Load(string path)
    {
        FileInfo file = new(path);
        return file.Exists && file.Length > MostBytes
            ? throw Bad(path, $"It has {file.Length} bytes, more than the {MostBytes} that any network here could need.")
            : Read(InputFile.Read(path, File.ReadAllBytes, "Give the folder that 'tinyedge train' wrote; a model without this file was not trained by it."), path);
    }

    /// <param name="origin">What the bytes came from, for messages.</param>
    public static TrainedNetwork Read(byte[] bytes, string origin)
    {
        Content content = ComponentJson.Parse<Content>(bytes, origin, Example);
        if (content.Format != Format)
        {
            throw Bad(origin, $"Its format is {content.Format}, this program knows {Format}.");
        }

        try
        {
            InputContent shape = content.Input;
            TensorSpec input = new NetworkModel(new TensorSpec("features", shape.Height, shape.Width, shape.Channels, shape.Scale, shape.ZeroPoint)).Input;
            FloatNetwork network = new(new TensorShape(input.Height, input.Width, input.Channels), content.Layers);
            ActivationRange[] ranges = [.. content.Parameters.Select(p => new ActivationRange(p.RangeMin, p.RangeMax))];
            Int8Converter.RequireMatch(network, input, ranges);
            for (int i = 0; i < network.Trainable.Count; i++)
            {
                Fill(network.Trainable[i].Weights, content.Parameters[i].Weights, $"weights of {network.Trainable[i].Name}", origin);
                Fill(network.Trainable[i].Bias, content.Parameters[i].Bias, $"bias of {network.Trainable[i].Name}", origin);
            }

            return new TrainedNetwork(network, input, ranges, content.QuantizedInTheLoop, content.FrontEnd, content.Labels, content.Seed, content.RecipeSha256);
        }
        catch (Exception error) when (error is ModelException or TrainingException)
        {
            throw Bad(origin, ((TinyEdgeException)error).Why, error);
        }
    }

    private static byte[] ToBytes(float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return bytes;
    }

    private static void Fill(float[] values, byte[] bytes, string what, string origin)
    {
        if (bytes.Length != values.Length * sizeof(float))
        {
            throw Bad(origin, $"The {what} take {values.Length * sizeof(float)} bytes, {bytes.Length} are there.");
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
            if (!float.IsFinite(values[i]))
            {
                throw Bad(origin, $"Value {i} of the {what} is not a number.");
            }
        }
    }

    private static TinyEdgeException Bad(string origin, string why, Exception? inner = null) =>
        new(ExitCode.BadInput, $"{origin} is no trained network.", why, "Train again; the file belongs to one training run and is not edited.", inner: inner);

    private sealed record Content(
        int Format,
        int Seed,
        string RecipeSha256,
        bool QuantizedInTheLoop,
        IReadOnlyList<string> Labels,
        InputContent Input,
        byte[] FrontEnd,
        IReadOnlyList<LayerPlan> Layers,
        IReadOnlyList<LayerContent> Parameters);

    private sealed record InputContent(int Height, int Width, int Channels, float Scale, sbyte ZeroPoint);

    private sealed record LayerContent(byte[] Weights, byte[] Bias, float RangeMin, float RangeMax);
}
