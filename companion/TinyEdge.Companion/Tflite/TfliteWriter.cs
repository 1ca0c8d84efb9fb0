using Google.FlatBuffers;

namespace TinyEdge.Companion.Tflite;

/// <summary>
/// Puts tensors and operators together as a .tflite file (schema.fbs version 3). Knows the format and nothing of networks;
/// the same calls give the same bytes.
/// </summary>
internal sealed class TfliteWriter
{
    private const sbyte Float32 = 0;
    private const sbyte Int32 = 2;
    private const sbyte Int8 = 9;

    private readonly FlatBufferBuilder _builder = new(1024);
    private readonly List<int> _tensors = [];
    private readonly List<int> _buffers = [];
    private readonly List<int> _operators = [];
    private readonly List<(int Code, int Version)> _codes = [];

    public TfliteWriter()
    {
        _buffers.Add(Table(1));
    }

    /// <summary>A computed int8 tensor with one scale.</summary>
    public int Activation(string name, int[] shape, float scale, sbyte zeroPoint, sbyte type = Int8) => Tensor(name, shape, type, 0, [scale], zeroPoint, 0);

    public int Float(string name, int[] shape) => Tensor(name, shape, Float32, 0, null, 0, 0);

    /// <summary>A constant int8 tensor with one scale, or one an index of <paramref name="dimension"/>.</summary>
    public int Int8Constant(string name, int[] shape, sbyte[] values, float[] scales, sbyte zeroPoint = 0, int dimension = 0) =>
        Tensor(name, shape, Int8, Buffer((byte[])(Array)values), scales, zeroPoint, dimension);

    /// <summary>A constant int32 tensor; scales for a bias.</summary>
    public int Int32Constant(string name, int[] shape, int[] values, float[]? scales = null)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), values[i]);
        }

        return Tensor(name, shape, Int32, Buffer(bytes), scales, 0, 0);
    }

    /// <summary>A computed int32 tensor.</summary>
    public int Int32Computed(string name, int[] shape) => Tensor(name, shape, Int32, 0, null, 0, 0);

    /// <param name="version">Of the operator, the lowest that has what is used.</param>
    /// <param name="union">Number of the options in BuiltinOptions, 0 for none.</param>
    /// <param name="options">Field and value: sbyte and bool are 8 bits wide, int and float 32.</param>
    public void Operator(int code, int version, int[] inputs, int output, byte union = 0, params (int Field, object Value)[] options)
    {
        int table = union == 0 ? 0 : Options(options);
        int inputList = Ints(inputs);
        int outputList = Ints([output]);
        int index = _codes.IndexOf((code, version));
        if (index < 0)
        {
            index = _codes.Count;
            _codes.Add((code, version));
        }

        _builder.StartTable(5);
        _builder.AddUint(0, (uint)index, 0);
        _builder.AddOffset(1, inputList, 0);
        _builder.AddOffset(2, outputList, 0);
        _builder.AddByte(3, union, 0);
        _builder.AddOffset(4, table, 0);
        _operators.Add(_builder.EndTable());
    }

    public byte[] Finish(string description, int input, int output)
    {
        int name = _builder.CreateString("main").Value;
        int graph = Table(5, (0, Offsets(_tensors)), (1, Ints([input])), (2, Ints([output])), (3, Offsets(_operators)), (4, name));
        int codes = Offsets([.. _codes.Select(Code)]);
        int graphs = Offsets([graph]);
        int buffers = Offsets(_buffers);
        int text = _builder.CreateString(description).Value;
        _builder.StartTable(5);
        _builder.AddUint(0, 3, 0);
        _builder.AddOffset(1, codes, 0);
        _builder.AddOffset(2, graphs, 0);
        _builder.AddOffset(3, text, 0);
        _builder.AddOffset(4, buffers, 0);
        _builder.Finish(_builder.EndTable(), "TFL3");
        return _builder.SizedByteArray();
    }

    private int Tensor(string name, int[] shape, sbyte type, int buffer, float[]? scales, sbyte zeroPoint, int dimension)
    {
        int quantization = scales is null ? 0 : Quantization(scales, zeroPoint, dimension);
        int text = _builder.CreateString(name).Value;
        int dims = Ints(shape);
        _builder.StartTable(8);
        _builder.AddOffset(0, dims, 0);
        _builder.AddSbyte(1, type, 0);
        _builder.AddUint(2, (uint)buffer, 0);
        _builder.AddOffset(3, text, 0);
        _builder.AddOffset(4, quantization, 0);
        _tensors.Add(_builder.EndTable());
        return _tensors.Count - 1;
    }

    private int Quantization(float[] scales, sbyte zeroPoint, int dimension)
    {
        _builder.StartVector(4, scales.Length, 4);
        foreach (float scale in scales.Reverse())
        {
            _builder.AddFloat(scale);
        }

        int scaleVector = _builder.EndVector().Value;
        _builder.StartVector(8, scales.Length, 8);
        foreach (float _ in scales)
        {
            _builder.AddLong(zeroPoint);
        }

        int zeroVector = _builder.EndVector().Value;
        _builder.StartTable(7);
        _builder.AddOffset(2, scaleVector, 0);
        _builder.AddOffset(3, zeroVector, 0);
        _builder.AddInt(6, dimension, 0);
        return _builder.EndTable();
    }

    private int Buffer(byte[] bytes)
    {
        _builder.StartVector(1, bytes.Length, 16);
        foreach (byte value in bytes.Reverse())
        {
            _builder.AddByte(value);
        }

        _buffers.Add(Table(1, (0, _builder.EndVector().Value)));
        return _buffers.Count - 1;
    }

    private int Options((int Field, object Value)[] values)
    {
        _builder.StartTable(values.Length == 0 ? 0 : values.Max(v => v.Field) + 1);
        foreach ((int field, object value) in values)
        {
            switch (value)
            {
                case sbyte narrow:
                    _builder.AddSbyte(field, narrow, 0);
                    break;
                case bool flag:
                    _builder.AddBool(field, flag, false);
                    break;
                case float real:
                    _builder.AddFloat(field, real, 0);
                    break;
                default:
                    _builder.AddInt(field, (int)value, 0);
                    break;
            }
        }

        return _builder.EndTable();
    }

    private int Code((int Code, int Version) op)
    {
        _builder.StartTable(4);
        _builder.AddSbyte(0, (sbyte)op.Code, 0);
        _builder.AddInt(2, op.Version, 1);
        _builder.AddInt(3, op.Code, 0);
        return _builder.EndTable();
    }

    private int Table(int fields, params (int Index, int Offset)[] offsets)
    {
        _builder.StartTable(fields);
        foreach ((int index, int offset) in offsets)
        {
            _builder.AddOffset(index, offset, 0);
        }

        return _builder.EndTable();
    }

    private int Offsets(List<int> offsets)
    {
        _builder.StartVector(4, offsets.Count, 4);
        foreach (int offset in Enumerable.Reverse(offsets))
        {
            _builder.AddOffset(offset);
        }

        return _builder.EndVector().Value;
    }

    private int Ints(int[] values)
    {
        _builder.StartVector(4, values.Length, 4);
        foreach (int value in values.Reverse())
        {
            _builder.AddInt(value);
        }

        return _builder.EndVector().Value;
    }
}
