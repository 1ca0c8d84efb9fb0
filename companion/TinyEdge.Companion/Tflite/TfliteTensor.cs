using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Tflite;

/// <summary>One tensor of a .tflite file, with its constant data when it has some.</summary>
internal sealed class TfliteTensor
{
    private const int TypeFloat32 = 0;
    private const int TypeInt32 = 2;
    private const int TypeInt8 = 9;
    private const int MaxShownDimensions = 8;

    private readonly int _type;
    private readonly int[] _shape;
    private readonly float[] _scales;
    private readonly long[] _zeroPoints;
    private readonly byte[] _data;

    public TfliteTensor(FlatTable table, FlatTable[] buffers)
    {
        Name = table.Text(3);
        _type = table.Int8(1);
        _shape = table.Int32s(0);
        FlatTable? quantization = table.Table(4);
        _scales = quantization?.Singles(2) ?? [];
        _zeroPoints = quantization?.Int64s(3) ?? [];
        QuantizedDimension = quantization?.Int32(6) ?? 0;
        long buffer = table.UInt32(2);
        if (buffer > 0 && buffer >= buffers.Length)
        {
            throw FlatTable.Damaged($"Tensor '{Name}' refers to buffer {buffer} of {buffers.Length}.");
        }

        _data = buffer == 0 ? [] : buffers[buffer].Bytes(0);
    }

    public string Name { get; }

    public int QuantizedDimension { get; }

    public IReadOnlyList<int> Shape => _shape;

    public bool IsFloat => _type == TypeFloat32;

    public bool IsInt8 => _type == TypeInt8;

    public float[] Scales => _scales;

    public bool HasData => _data.Length > 0;

    /// <summary>Int8 activation with one scale; leading dimensions beyond three are multiplied into the height.</summary>
    public TensorSpec ToSpec()
    {
        if (!IsInt8)
        {
            throw Unusable($"its type is number {_type} of TensorFlow Lite, not INT8", "Convert with full-integer quantisation (TFLITE_BUILTINS_INT8 and a representative data set).");
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
        return new TensorSpec(Name, height, width, channels, _scales[0], (sbyte)zeroPoint);
    }

    /// <summary>Constant int8 weights with zero point 0.</summary>
    public sbyte[] Int8Data()
    {
        if (!IsInt8 || _zeroPoints.Any(z => z != 0) || !HasData)
        {
            throw Unusable("it should hold constant int8 weights with zero point 0", "Convert with full-integer quantisation and constant weights.");
        }

        return (sbyte[])(Array)_data;
    }

    /// <summary>Constant int32 bias.</summary>
    public int[] Int32Data()
    {
        if (_type != TypeInt32 || _data.Length % 4 != 0 || !HasData)
        {
            throw Unusable("it should hold a constant int32 bias", "Convert with full-integer quantisation; 16x8 models have a 64-bit bias and are not run.");
        }

        int[] values = new int[_data.Length / 4];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(_data.AsSpan(4 * i));
        }

        return values;
    }

    /// <summary>A dimension of a constant, 1 or more.</summary>
    public int Dimension(int index, int rank) =>
        _shape.Length == rank && _shape[index] > 0
            ? _shape[index]
            : throw Unusable($"its shape [{ShapeText()}] should have {rank} positive dimensions", "Export the model again.");

    public ModelException Unusable(string why, string remedy) =>
        new($"Tensor '{Name}' cannot be imported:", why + ".", remedy, Bundles.ResultCode.BadTensorShape);

    private string ShapeText() => string.Join(", ", _shape.Take(MaxShownDimensions)) + (_shape.Length > MaxShownDimensions ? ", ..." : string.Empty);

    private (int Height, int Width, int Channels) Extents()
    {
        long height = 1;
        foreach (int extent in _shape)
        {
            if (extent < 1)
            {
                throw Unusable($"its shape [{ShapeText()}] has a dimension that is not positive", "Fix every dimension before converting, batch size 1.");
            }
        }

        for (int i = 0; i < _shape.Length - 2; i++)
        {
            height = Math.Min(height * _shape[i], int.MaxValue);
        }

        return ((int)height, _shape.Length > 1 ? _shape[^2] : 1, _shape.Length > 0 ? _shape[^1] : 1);
    }
}
