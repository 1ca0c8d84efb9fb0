using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models;

/// <summary>Writes the network section of a model component. The same model gives the same bytes everywhere.</summary>
public static class NetworkWriter
{
    // Softmax rescales its input to Q5.26.
    private const int SoftmaxFractionBits = 26;

    public static byte[] Write(NetworkModel model)
    {
        if (model.Layers.Count == 0)
        {
            throw new ModelException("The network is empty.", "It has no layer.", "Add at least one layer.");
        }

        ArenaPlan plan = ArenaPlanner.Plan(model);
        if (plan.ArenaBytes > ModelFormat.MaxArenaBytes)
        {
            throw new ModelException("The network does not fit.", $"Its arena needs {plan.ArenaBytes} bytes of at most {ModelFormat.MaxArenaBytes}.", "Make the largest pair of neighbouring tensors smaller.", ResultCode.BadTensorShape);
        }

        using MemoryStream blob = new();
        byte[] head = new byte[ModelFormat.NetworkHeaderBytes + (model.Layers.Count * ModelFormat.LayerRecordBytes)];
        for (int i = 0; i < model.Layers.Count; i++)
        {
            Span<byte> record = head.AsSpan(ModelFormat.NetworkHeaderBytes + (i * ModelFormat.LayerRecordBytes), ModelFormat.LayerRecordBytes);
            WriteLayer(record, blob, model.InputOf(i), model.Layers[i], plan.OutputOffsets[i]);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(head, ModelFormat.NetworkVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(2), (ushort)model.Layers.Count);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), plan.ArenaBytes);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), (int)blob.Length);
        WriteTensor(head.AsSpan(16), model.Input, plan.InputOffset);
        WriteTensor(head.AsSpan(32), model.Output, plan.OutputOffsets[^1]);
        return [.. head, .. blob.ToArray()];
    }

    private static void WriteLayer(Span<byte> record, MemoryStream blob, TensorSpec input, LayerSpec layer, int outputOffset)
    {
        record[0] = (byte)layer.Operator;
        record[4] = unchecked((byte)sbyte.MinValue);
        record[5] = (byte)sbyte.MaxValue;
        WriteTensor(record[8..], layer.Output, outputOffset);
        switch (layer)
        {
            case WeightedSpec weighted:
                WriteActivation(record, weighted.Activation, layer.Output);
                WriteWindow(record, weighted.Window);
                WriteWeights(record, blob, input, weighted);
                break;
            case PoolSpec pool:
                WriteActivation(record, pool.Activation, layer.Output);
                WriteWindow(record, pool.Window);
                break;
            case SoftmaxSpec softmax:
                WriteSoftmaxScaler(record, input, softmax);
                break;
            case LogisticSpec:
                WriteInt32(record, 40, (int)blob.Length);
                WriteInt32(record, 44, ModelFormat.LogisticTableBytes);
                WriteInt8(blob, LogisticTable.Build(input.Scale, input.ZeroPoint, layer.Output.Scale, layer.Output.ZeroPoint));
                break;
        }
    }

    private static void WriteTensor(Span<byte> at, TensorSpec tensor, int offset)
    {
        WriteInt32(at, 0, offset);
        WriteUInt16(at, 4, tensor.Height);
        WriteUInt16(at, 6, tensor.Width);
        WriteUInt16(at, 8, tensor.Channels);
        at[10] = (byte)tensor.ZeroPoint;
        at[11] = 0;
        BinaryPrimitives.WriteSingleLittleEndian(at[12..], tensor.Scale);
    }

    // As TensorFlow Lite: zero and six in the output's quantisation, within int8.
    private static void WriteActivation(Span<byte> record, Activation activation, TensorSpec output)
    {
        if (activation is Activation.Relu or Activation.Relu6)
        {
            record[4] = (byte)output.ZeroPoint;
        }

        if (activation is Activation.Relu6)
        {
            float six = MathF.Round(6f / output.Scale, MidpointRounding.AwayFromZero);
            record[5] = (byte)(sbyte)Math.Min(sbyte.MaxValue, output.ZeroPoint + (double)six);
        }
    }

    private static void WriteWindow(Span<byte> record, Window? window)
    {
        if (window is null)
        {
            return;
        }

        WriteUInt16(record, 24, window.KernelHeight);
        WriteUInt16(record, 26, window.KernelWidth);
        WriteUInt16(record, 28, window.StrideHeight);
        WriteUInt16(record, 30, window.StrideWidth);
        WriteUInt16(record, 32, window.DilationHeight);
        WriteUInt16(record, 34, window.DilationWidth);
        WriteUInt16(record, 36, window.PadTop);
        WriteUInt16(record, 38, window.PadLeft);
    }

    private static void WriteWeights(Span<byte> record, MemoryStream blob, TensorSpec input, WeightedSpec layer)
    {
        bool isPerChannel = layer.WeightScales.Length > 1;
        record[2] = (byte)(isPerChannel ? ModelFormat.PerChannelFlag : 0);
        WriteInt32(record, 40, (int)blob.Length);
        WriteInt32(record, 44, layer.Weights.Length);
        WriteInt8(blob, layer.Weights);
        WriteInt32(record, 48, (int)blob.Length);
        foreach (int bias in layer.Bias)
        {
            WriteInt32(blob, bias);
        }

        QuantizedMultiplier[] multipliers = [.. layer.WeightScales.Select(s => MultiplierOf(layer, input.Scale, s))];
        foreach (QuantizedMultiplier multiplier in multipliers)
        {
            WriteInt32(blob, multiplier.Mantissa);
        }

        foreach (QuantizedMultiplier multiplier in multipliers)
        {
            blob.WriteByte((byte)(sbyte)multiplier.Shift);
        }
    }

    // TensorFlow Lite multiplies the two scales of a per-tensor FullyConnected in single precision and all others in double;
    // now and then the mantissa differs by one, so the same is done here.
    private static QuantizedMultiplier MultiplierOf(WeightedSpec layer, float inputScale, float weightScale)
    {
        bool isSingle = layer.Operator == OperatorCode.FullyConnected && layer.WeightScales.Length == 1;
        return QuantizedMultiplier.From(ScaleRatio(isSingle, inputScale, weightScale, layer.Output.Scale));
    }

    internal static double ScaleRatio(bool isSingle, float inputScale, float weightScale, float outputScale)
    {
        double product = isSingle ? inputScale * weightScale : (double)inputScale * weightScale;
        return product / outputScale;
    }

    private static void WriteSoftmaxScaler(Span<byte> record, TensorSpec input, SoftmaxSpec layer)
    {
        double real = (double)layer.Beta * input.Scale * (1 << SoftmaxFractionBits);
        if (!(real > 1) || real >= 1 << 30)
        {
            throw new ModelException("Softmax cannot be computed.", $"Its input scale {input.Scale} times beta {layer.Beta} is out of range.", "Use an input scale between 1e-7 and 15.", ResultCode.BadQuantization);
        }

        QuantizedMultiplier multiplier = QuantizedMultiplier.From(real);
        WriteInt32(record, 52, multiplier.Mantissa);
        WriteInt32(record, 56, multiplier.Shift);
    }

    private static void WriteUInt16(Span<byte> at, int offset, int value)
    {
        if (value is < 0 or > ushort.MaxValue)
        {
            throw new ModelException("A layer is too large.", $"{value} does not fit into 16 bits.", "Use a smaller shape, kernel or stride.", ResultCode.BadTensorShape);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(at[offset..], (ushort)value);
    }

    private static void WriteInt32(Span<byte> at, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(at[offset..], value);

    private static void WriteInt32(MemoryStream blob, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        blob.Write(bytes);
    }

    private static void WriteInt8(MemoryStream blob, sbyte[] values) => blob.Write((byte[])(Array)values);
}
