using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Companion.Planning;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models;

/// <summary>
/// Reads a network section back into a <see cref="NetworkModel"/>. The section holds multipliers and no weight scales: those are
/// solved for, so that TensorFlow Lite's arithmetic makes the very same multipliers of them, and what has no such scale is refused.
/// The device's own reader looks at the section first.
/// </summary>
public sealed class NetworkReader
{
    private readonly byte[] _section;
    private readonly int _blob;
    private readonly NetworkModel _model;

    private NetworkReader(byte[] section)
    {
        _section = section;
        _blob = RecordAt(UInt16(2));
        _model = new NetworkModel(TensorAt(16, "input"));
    }

    /// <param name="component">A model component (model.tem). Weight layouts and code do not matter.</param>
    /// <exception cref="ModelException">It is damaged, or has a layer of which scales or function are not to be found.</exception>
    public static NetworkModel ReadModel(byte[] component)
    {
        byte[] plain = [.. component];
        Span<byte> network = plain.AsSpan()[LayerLayout.NetworkOf(plain)];
        for (int i = 0; i < LayerLayout.Read(network).Count; i++)
        {
            LayerLayout.Plain.Write(network, i);
        }

        return ReadSection(network.ToArray());
    }

    /// <param name="section">A network section with plain weights.</param>
    public static NetworkModel ReadSection(byte[] section)
    {
        _ = new NetworkRunner(section);
        NetworkReader reader = new(section);
        for (int i = 0; i < reader.UInt16(2); i++)
        {
            reader.AddLayer(i);
        }

        return reader._model;
    }

    private void AddLayer(int index)
    {
        int record = RecordAt(index);
        OperatorCode code = (OperatorCode)_section[record];
        TensorSpec output = TensorAt(record + 8, $"layer{index}/{code.ToString().ToLowerInvariant()}");
        _model.ReadFrom(RecordInputs.TensorOf(_section, index) - 1);
        switch (code)
        {
            case OperatorCode.FullyConnected or OperatorCode.Conv2D or OperatorCode.DepthwiseConv2D:
                AddWeighted(index, record, code, output);
                break;
            case OperatorCode.AveragePool2D:
                _model.AddAveragePool2D(output, WindowAt(record), ActivationAt(record, output, index));
                break;
            case OperatorCode.MaxPool2D:
                _model.AddMaxPool2D(output, WindowAt(record), ActivationAt(record, output, index));
                break;
            case OperatorCode.Reshape:
                _model.AddReshape(output);
                break;
            case OperatorCode.Softmax:
                _model.AddSoftmax(output.Name, Beta(index, new QuantizedMultiplier(Int32(record + 52), Int32(record + 56))));
                break;
            case OperatorCode.Logistic:
                AddTable(output, Int8s(Int32(record + 40), 256));
                break;
            case OperatorCode.Pad:
                _model.AddPad(output, UInt16(record + 36), UInt16(record + 38));
                break;
            default:
                AddPair(index, record, code, output);
                break;
        }
    }

    private void AddWeighted(int index, int record, OperatorCode code, TensorSpec output)
    {
        TensorSpec from = _model.Source;
        sbyte[] weights = Int8s(Int32(record + 40), Int32(record + 44));
        int quant = _blob + Int32(record + 48);
        int[] bias = [.. Enumerable.Range(0, output.Channels).Select(i => Int32(quant + (4 * i)))];
        int count = (_section[record + 2] & ModelFormat.PerChannelFlag) != 0 ? output.Channels : 1;
        int scalers = quant + (4 * bias.Length);
        QuantizedMultiplier[] multipliers = [.. Enumerable.Range(0, count).Select(i => new QuantizedMultiplier(Int32(scalers + (4 * i)), (sbyte)_section[scalers + (4 * count) + i]))];
        if (code == OperatorCode.DepthwiseConv2D && IsMean(record, output, weights, bias, multipliers, out bool height, out bool width))
        {
            _model.AddMean(output, height, width);
            return;
        }

        float[] scales = [.. multipliers.Select((m, channel) => ScaleOf(index, channel, code, count > 1, from, output, m))];
        Activation activation = ActivationAt(record, output, index);
        _ = code switch
        {
            OperatorCode.FullyConnected => _model.AddFullyConnected(output, weights, bias, scales, activation),
            OperatorCode.Conv2D => _model.AddConv2D(output, WindowAt(record), weights, bias, scales, activation),
            _ => _model.AddDepthwiseConv2D(output, WindowAt(record), weights, bias, scales, activation),
        };
    }

    private bool IsMean(int record, TensorSpec output, sbyte[] weights, int[] bias, QuantizedMultiplier[] multipliers, out bool height, out bool width)
    {
        TensorSpec from = _model.Source;
        Window window = WindowAt(record);
        height = output.Height == 1 && window.KernelHeight == from.Height;
        width = output.Width == 1 && window.KernelWidth == from.Width;
        bool isWindow = (height || (window.KernelHeight == 1 && window.StrideHeight == 1)) && (width || (window.KernelWidth == 1 && window.StrideWidth == 1))
            && window.PadTop == 0 && window.PadLeft == 0 && output.Height == (height ? 1 : from.Height) && output.Width == (width ? 1 : from.Width);
        return isWindow && (height || width) && output.Channels == from.Channels && multipliers.Length == 1 && weights.All(w => w == 1) && bias.All(b => b == 0)
            && multipliers[0] == Multipliers.OfMeanNormalised(from.Scale, output.Scale, window.KernelHeight * window.KernelWidth)
            && ((sbyte)_section[record + 4], (sbyte)_section[record + 5]) == (sbyte.MinValue, sbyte.MaxValue);
    }

    private static float ScaleOf(int index, int channel, OperatorCode code, bool isPerChannel, TensorSpec from, TensorSpec output, QuantizedMultiplier multiplier)
    {
        if (multiplier.Mantissa == 0)
        {
            // Any scale whose multiplier is too small to be represented.
            return (float)Math.ScaleB((double)output.Scale / from.Scale, -40);
        }

        double estimate = ScaleSolver.ValueOf(multiplier) * output.Scale / from.Scale;
        return ScaleSolver.Solve(multiplier, estimate, scale => Multipliers.OfWeights(code, isPerChannel, from.Scale, scale, output.Scale))
            ?? throw Unreadable(index, $"no weight scale gives multiplier {multiplier.Mantissa} * 2^{multiplier.Shift - 31} of channel {channel}");
    }

    private float Beta(int index, QuantizedMultiplier multiplier)
    {
        TensorSpec from = _model.Source;
        return Multipliers.OfSoftmax(from, 1) == multiplier
            ? 1
            : ScaleSolver.Solve(multiplier, ScaleSolver.ValueOf(multiplier) / from.Scale / (1 << 26), beta => Multipliers.OfSoftmax(from, beta))
                ?? throw Unreadable(index, "no beta gives its multiplier");
    }

    private void AddTable(TensorSpec output, sbyte[] entries)
    {
        TensorSpec from = _model.Source;
        bool isSigmoid = output.Scale == 1f / 256 && output.ZeroPoint == sbyte.MinValue;
        if (isSigmoid && entries.AsSpan().SequenceEqual(LogisticTable.Build(from.Scale, from.ZeroPoint, output.Scale, output.ZeroPoint)))
        {
            _model.AddLogistic(output.Name);
            return;
        }

        TableFunction[] known = [new RescaleFunction(), new ReluFunction(Activation.Relu), new ReluFunction(Activation.Relu6), new TanhFunction()];
        TableFunction function = known.FirstOrDefault(f => entries.AsSpan().SequenceEqual(f.Build(from, output, Rounding.Single))) ?? new OpaqueFunction(entries);
        _model.AddTable(output, function);
    }

    private void AddPair(int index, int record, OperatorCode code, TensorSpec output)
    {
        int other = RecordInputs.OtherTensorOf(_section, index) - 1;
        TensorSpec first = _model.Source;
        Activation activation = ActivationAt(record, output, index);
        _ = code == OperatorCode.Add ? _model.AddSum(output, other, activation) : _model.AddProduct(output, other, activation);
        TensorSpec second = _model.OtherInputOf(index);
        bool isSame = code == OperatorCode.Mul
            ? Multipliers.OfProduct(first.Scale, second.Scale, output.Scale) == new QuantizedMultiplier(Int32(record + 52), Int32(record + 56))
            : Multipliers.OfSum(first.Scale, second.Scale, output.Scale) == (ScalerAt(record, 0), ScalerAt(record, 1), ScalerAt(record, 2));
        if (!isSame)
        {
            throw Unreadable(index, "its scalers do not follow from the scales of its tensors");
        }
    }

    private QuantizedMultiplier ScalerAt(int record, int index)
    {
        int at = _blob + Int32(record + 40) + (8 * index);
        return new QuantizedMultiplier(Int32(at), Int32(at + 4));
    }

    private Activation ActivationAt(int record, TensorSpec output, int index)
    {
        foreach (Activation activation in new[] { Activation.None, Activation.Relu, Activation.Relu6 })
        {
            if (ActivationClamp.Of(activation, output) == ((sbyte)_section[record + 4], (sbyte)_section[record + 5]))
            {
                return activation;
            }
        }

        throw Unreadable(index, $"its clamp {(sbyte)_section[record + 4]}..{(sbyte)_section[record + 5]} is that of no activation");
    }

    private Window WindowAt(int record) => new(
        UInt16(record + 24), UInt16(record + 26), UInt16(record + 28), UInt16(record + 30), UInt16(record + 32), UInt16(record + 34), UInt16(record + 36), UInt16(record + 38));

    private TensorSpec TensorAt(int at, string name) =>
        new(name, UInt16(at + 4), UInt16(at + 6), UInt16(at + 8), BinaryPrimitives.ReadSingleLittleEndian(_section.AsSpan(at + 12)), (sbyte)_section[at + 10]);

    private sbyte[] Int8s(int offset, int count) => (sbyte[])(Array)_section.AsSpan(_blob + offset, count).ToArray();

    private int Int32(int at) => BinaryPrimitives.ReadInt32LittleEndian(_section.AsSpan(at));

    private int UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_section.AsSpan(at));

    private static int RecordAt(int layer) => ModelFormat.NetworkHeaderBytes + (layer * ModelFormat.LayerRecordBytes);

    private static ModelException Unreadable(int index, string why) =>
        new("The network cannot be read back.", $"Layer {index}: {why}.", "Export the model that it was made from.", ResultCode.BadQuantization);
}
