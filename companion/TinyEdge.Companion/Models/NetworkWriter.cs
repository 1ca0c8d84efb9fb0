using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models;

/// <summary>Writes the network section of a model component. The same model gives the same bytes everywhere.</summary>
public static class NetworkWriter
{
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
            WriteLayer(record, blob, model, i, plan.OutputOffsets[i]);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(head, ModelFormat.NetworkVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(2), (ushort)model.Layers.Count);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), plan.ArenaBytes);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), (int)blob.Length);
        WriteTensor(head.AsSpan(16), model.Input, plan.InputOffset);
        WriteTensor(head.AsSpan(32), model.Output, plan.OutputOffsets[^1]);
        return [.. head, .. blob.ToArray()];
    }

    private static void WriteLayer(Span<byte> record, MemoryStream blob, NetworkModel model, int index, int outputOffset)
    {
        LayerSpec layer = model.Layers[index];
        TensorSpec input = model.InputOf(index);
        WriteUInt16(record, RecordInputs.FieldAt, index - 1 - model.SourceOf(index));
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
                WriteTable(record, blob, LogisticTable.Build(input.Scale, input.ZeroPoint, layer.Output.Scale, layer.Output.ZeroPoint));
                break;
            case TableSpec table:
                WriteTable(record, blob, table.Function.Build(input, layer.Output, Rounding.Single));
                break;
            case PadSpec pad:
                WriteUInt16(record, 36, pad.PadTop);
                WriteUInt16(record, 38, pad.PadLeft);
                break;
            case MeanSpec mean:
                WriteMean(record, blob, input, mean);
                break;
            case ElementwiseSpec pair:
                WriteActivation(record, pair.Activation, layer.Output);
                WriteUInt16(record, RecordInputs.FieldAt + 2, index - 1 - pair.Other);
                WriteScalers(record, blob, input, model.OtherInputOf(index), pair);
                break;
        }
    }

    private static void WriteTable(Span<byte> record, MemoryStream blob, sbyte[] table)
    {
        WriteInt32(record, 40, (int)blob.Length);
        WriteInt32(record, 44, table.Length);
        WriteInt8(blob, table);
    }

    // A sum of all taps with weights of one, brought to the output's scale by the multiplier that holds the division.
    private static void WriteMean(Span<byte> record, MemoryStream blob, TensorSpec input, MeanSpec mean)
    {
        int kernelHeight = mean.OverHeight ? input.Height : 1;
        int kernelWidth = mean.OverWidth ? input.Width : 1;
        sbyte[] ones = new sbyte[kernelHeight * kernelWidth * input.Channels];
        Array.Fill(ones, (sbyte)1);
        WriteWindow(record, new Window(kernelHeight, kernelWidth, 1, 1, 1, 1, 0, 0));
        WriteTable(record, blob, ones);
        WriteInt32(record, 48, (int)blob.Length);
        blob.Write(new byte[4 * input.Channels]);
        QuantizedMultiplier multiplier = Multipliers.OfMeanNormalised(input.Scale, mean.Output.Scale, mean.CountOf(input));
        WriteInt32(blob, multiplier.Mantissa);
        blob.WriteByte((byte)(sbyte)multiplier.Shift);
    }

    private static void WriteScalers(Span<byte> record, MemoryStream blob, TensorSpec input, TensorSpec other, ElementwiseSpec layer)
    {
        if (layer.Operator == OperatorCode.Mul)
        {
            QuantizedMultiplier multiplier = Multipliers.OfProduct(input.Scale, other.Scale, layer.Output.Scale);
            WriteInt32(record, 52, multiplier.Mantissa);
            WriteInt32(record, 56, multiplier.Shift);
            return;
        }

        (QuantizedMultiplier first, QuantizedMultiplier second, QuantizedMultiplier output) = Multipliers.OfSum(input.Scale, other.Scale, layer.Output.Scale);
        WriteInt32(record, 40, (int)blob.Length);
        WriteInt32(record, 44, ModelFormat.AddScalerBytes);
        foreach (QuantizedMultiplier multiplier in new[] { first, second, output })
        {
            WriteInt32(blob, multiplier.Mantissa);
            WriteInt32(blob, multiplier.Shift);
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

    private static void WriteActivation(Span<byte> record, Activation activation, TensorSpec output)
    {
        (sbyte min, sbyte max) = ActivationClamp.Of(activation, output);
        record[4] = (byte)min;
        record[5] = (byte)max;
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

        QuantizedMultiplier[] multipliers = [.. layer.WeightScales.Select(s => Multipliers.OfWeights(layer.Operator, isPerChannel, input.Scale, s, layer.Output.Scale))];
        foreach (QuantizedMultiplier multiplier in multipliers)
        {
            WriteInt32(blob, multiplier.Mantissa);
        }

        foreach (QuantizedMultiplier multiplier in multipliers)
        {
            blob.WriteByte((byte)(sbyte)multiplier.Shift);
        }
    }

    private static void WriteSoftmaxScaler(Span<byte> record, TensorSpec input, SoftmaxSpec layer)
    {
        QuantizedMultiplier multiplier = Multipliers.OfSoftmax(input, layer.Beta);
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
