using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Tflite;

/// <summary>One tensor of a .tflite file, with its constant data when it has some.</summary>
internal sealed class TfliteTensor
{
    private const int MaxRank = 8;
    private const int TypeFloat32 = 0;
    private const int TypeInt32 = 2;
    private const int TypeInt8 = 9;

    private readonly int _type;
    private readonly int[] _shape;
    private readonly float[] _scales;
    private readonly long[] _zeroPoints;
    private readonly FlatTable? _buffer;

    public TfliteTensor(int index, FlatTable table, FlatTable[] buffers)
    {
        Index = index;
        Name = table.Text(3);
        _type = table.Int8(1);
        _shape = table.Int32s(0, MaxRank);
        FlatTable? quantization = table.Table(4, "quantization");
        _scales = quantization?.Singles(2) ?? [];
        _zeroPoints = quantization?.Int64s(3) ?? [];
        QuantizedDimension = quantization?.Int32(6) ?? 0;
        long buffer = table.UInt32(2);
        if (buffer > 0 && buffer >= buffers.Length)
        {
            throw FlatTable.Damaged($"{table.Path} ('{Name}') refers to buffer {buffer} of {buffers.Length}.");
        }

        _buffer = buffer == 0 ? null : buffers[buffer];
        DataBytes = _buffer?.CountBytes(0) ?? 0;
    }

    public int Index { get; }

    /// <summary>Bytes of constant data; 0 for what is computed.</summary>
    public int DataBytes { get; }

    public string Name { get; }

    public int QuantizedDimension { get; }

    public IReadOnlyList<int> Shape => _shape;

    public bool IsFloat => _type == TypeFloat32;

    public bool IsInt8 => _type == TypeInt8;

    public float[] Scales => _scales;

    public sbyte[] ZeroPoints => [.. _zeroPoints.Select(z => (sbyte)Math.Clamp(z, sbyte.MinValue, sbyte.MaxValue))];

    public bool HasData => DataBytes > 0;

    /// <summary>Product of the dimensions, saturated.</summary>
    public long Count => _shape.Aggregate(1L, (product, extent) => Math.Min(product * Math.Max(extent, 0), int.MaxValue));

    public string ShapeText => $"[{string.Join(", ", _shape)}]";

    /// <summary>TensorFlow Lite's name of the element type.</summary>
    public string TypeName => _type switch
    {
        0 => "FLOAT32",
        1 => "FLOAT16",
        2 => "INT32",
        3 => "UINT8",
        4 => "INT64",
        6 => "BOOL",
        7 => "INT16",
        9 => "INT8",
        _ => $"type {_type}",
    };

    /// <summary>Int8 activation with one scale; leading dimensions beyond three are multiplied into the height.</summary>
    public TensorSpec ToSpec()
    {
        if (!IsInt8)
        {
            throw Unusable($"its type is {TypeName}, not INT8", "Convert with full-integer quantisation (TFLITE_BUILTINS_INT8 and a representative data set).");
        }

        if (_scales.Length != 1 || _zeroPoints.Length > 1 || !(_scales[0] > 0) || !float.IsFinite(_scales[0]))
        {
            throw Unusable("it does not have exactly one positive scale", "Convert with full-integer quantisation.");
        }

        long zeroPoint = _zeroPoints.Length == 1 ? _zeroPoints[0] : 0;
        if (zeroPoint is < sbyte.MinValue or > sbyte.MaxValue)
        {
            throw Unusable($"its zero point {zeroPoint} is no int8", "Export the model again.");
        }

        (int height, int width, int channels) = Extents();
        if (Count > ModelFormat.MaxArenaBytes || Math.Max(height, Math.Max(width, channels)) > ushort.MaxValue)
        {
            throw Unusable($"its shape {ShapeText} has more than {ModelFormat.MaxArenaBytes} values or a dimension above {ushort.MaxValue}", "Use a model that fits a microcontroller.");
        }

        return new TensorSpec(Name, height, width, channels, _scales[0], (sbyte)zeroPoint);
    }

    /// <summary>Constant int8 weights with zero point 0.</summary>
    public sbyte[] Int8Data()
    {
        if (!IsInt8 || _zeroPoints.Any(z => z != 0) || !HasData)
        {
            throw Unusable("it should hold constant int8 weights with zero point 0", "Convert with full-integer quantisation and constant weights.");
        }

        RequireBytes(Count);
        return (sbyte[])(Array)_buffer!.Value.Bytes(0);
    }

    /// <summary>Constant int32 values: a bias, paddings, axes.</summary>
    public int[] Int32Data()
    {
        if (_type != TypeInt32 || !HasData)
        {
            throw Unusable("it should hold constant int32 values", "Convert with full-integer quantisation; 16x8 models have a 64-bit bias and are not run.");
        }

        RequireBytes(4 * Count);
        byte[] data = _buffer!.Value.Bytes(0);
        int[] values = new int[data.Length / 4];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(4 * i));
        }

        return values;
    }

    /// <summary>A dimension of a constant, 1 or more.</summary>
    public int Dimension(int index, int rank) =>
        _shape.Length == rank && _shape[index] > 0
            ? _shape[index]
            : throw Unusable($"its shape {ShapeText} should have {rank} positive dimensions", "Export the model again.");

    public ModelException Unusable(string why, string remedy) =>
        new($"Tensor {Index} '{Name}' cannot be imported:", why + ".", remedy, Bundles.ResultCode.BadTensorShape);

    /// <summary>The one value of an int8 constant.</summary>
    public sbyte SingleInt8() => ToSpec() is { } && Count == 1 && DataBytes == 1
        ? (sbyte)_buffer!.Value.Bytes(0)[0]
        : throw Unusable("it should hold one constant int8", "Export the model again.");

    private void RequireBytes(long expected)
    {
        if (DataBytes != expected)
        {
            throw Unusable($"its shape {ShapeText} wants {expected} bytes and its buffer has {DataBytes}", "Export the model again.");
        }
    }

    private (int Height, int Width, int Channels) Extents()
    {
        long height = 1;
        foreach (int extent in _shape)
        {
            if (extent < 1)
            {
                throw Unusable($"its shape {ShapeText} has a dimension that is not positive", "Fix every dimension before converting, batch size 1.");
            }
        }

        for (int i = 0; i < _shape.Length - 2; i++)
        {
            height = Math.Min(height * _shape[i], int.MaxValue);
        }

        return ((int)height, _shape.Length > 1 ? _shape[^2] : 1, _shape.Length > 0 ? _shape[^1] : 1);
    }
}
