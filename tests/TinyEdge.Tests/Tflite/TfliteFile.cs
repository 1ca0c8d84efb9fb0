using Google.FlatBuffers;
using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Tests.Tflite;

/// <summary>
/// Writes a NetworkModel as a .tflite file (schema.fbs version 3), optionally between float ends: material for the importer
/// with operators that the real models lack, and for any other TensorFlow Lite runtime.
/// </summary>
internal sealed class TfliteFile(sbyte activationType)
{
    private readonly FlatBufferBuilder _builder = new(1024);
    private readonly List<int> _tensors = [];
    private readonly List<int> _buffers = [];
    private readonly List<int> _operators = [];
    private readonly List<int> _codes = [];
    private int _inputChannels;

    public static byte[] Write(NetworkModel model, bool same, bool floatEnds = false, sbyte activationType = 9) => new TfliteFile(activationType).Build(model, same, floatEnds);

    private byte[] Build(NetworkModel model, bool same, bool floatEnds)
    {
        _buffers.Add(Table(1));
        _inputChannels = model.Input.Channels;
        int first = Activation(model.Input);
        int current = first;
        int graphInput = first;
        if (floatEnds)
        {
            graphInput = Tensor("float_input", Shape(model.Input), 0, 0, null, 0, 0);
            Operator(114, [graphInput], first, 0);
        }

        foreach (LayerSpec layer in model.Layers)
        {
            int output = Activation(layer.Output);
            Layer(layer, current, output, same);
            current = output;
            _inputChannels = layer.Output.Channels;
        }

        if (floatEnds)
        {
            int graphOutput = Tensor("float_output", Shape(model.Output), 0, 0, null, 0, 0);
            Operator(6, [current], graphOutput, 0);
            current = graphOutput;
        }

        int graph = Table(5, (0, Offsets(_tensors)), (1, Ints([graphInput])), (2, Ints([current])), (3, Offsets(_operators)));
        int codes = Offsets([.. _codes.Select(Code)]);
        int graphs = Offsets([graph]);
        int buffers = Offsets(_buffers);
        _builder.StartTable(5);
        _builder.AddUint(0, 3, 0);
        _builder.AddOffset(1, codes, 0);
        _builder.AddOffset(2, graphs, 0);
        _builder.AddOffset(4, buffers, 0);
        _builder.Finish(_builder.EndTable(), "TFL3");
        return _builder.SizedByteArray();
    }

    private static int[] Shape(TensorSpec spec) => [1, spec.Height, spec.Width, spec.Channels];

    private void Layer(LayerSpec layer, int input, int output, bool same)
    {
        sbyte padding = (sbyte)(same ? 0 : 1);
        switch (layer)
        {
            case WeightedSpec w:
                int outputs = w.Output.Channels;
                int[] shape = w.Operator switch
                {
                    OperatorCode.FullyConnected => [outputs, w.Weights.Length / outputs],
                    OperatorCode.Conv2D => [outputs, w.Window!.KernelHeight, w.Window.KernelWidth, w.Weights.Length / outputs / w.Window.KernelHeight / w.Window.KernelWidth],
                    _ => [1, w.Window!.KernelHeight, w.Window.KernelWidth, outputs],
                };
                int weights = Tensor("weights", shape, 9, Buffer((byte[])(Array)w.Weights), w.WeightScales, 0, w.Operator == OperatorCode.DepthwiseConv2D ? 3 : 0);
                int bias = Tensor("bias", [outputs], 2, Buffer([.. w.Bias.SelectMany(BitConverter.GetBytes)]), null, 0, 0);
                (int code, int options) = w.Operator switch
                {
                    OperatorCode.FullyConnected => (9, Options(4, (0, (sbyte)w.Activation))),
                    OperatorCode.Conv2D => (3, Options(6, (0, padding), (1, w.Window!.StrideWidth), (2, w.Window.StrideHeight), (3, (sbyte)w.Activation), (4, w.Window.DilationWidth), (5, w.Window.DilationHeight))),
                    _ => (4, Options(7, (0, padding), (1, w.Window!.StrideWidth), (2, w.Window.StrideHeight), (3, outputs / _inputChannels), (4, (sbyte)w.Activation), (5, w.Window.DilationWidth), (6, w.Window.DilationHeight))),
                };
                Operator(code, [input, weights, bias], output, options);
                break;
            case PoolSpec p:
                Operator(
                    p.Operator == OperatorCode.MaxPool2D ? 17 : 1, [input], output,
                    Options(6, (0, padding), (1, p.Window.StrideWidth), (2, p.Window.StrideHeight), (3, p.Window.KernelWidth), (4, p.Window.KernelHeight), (5, (sbyte)p.Activation)));
                break;
            case SoftmaxSpec s:
                _builder.StartTable(1);
                _builder.AddFloat(0, s.Beta, 0);
                Operator(25, [input], output, _builder.EndTable());
                break;
            case LogisticSpec:
                Operator(14, [input], output, 0);
                break;
            default:
                Operator(22, [input], output, 0);
                break;
        }
    }

    private int Activation(TensorSpec spec) => Tensor(spec.Name, Shape(spec), activationType, 0, [spec.Scale], spec.ZeroPoint, 0);

    private int Tensor(string name, int[] shape, sbyte type, int buffer, float[]? scales, sbyte zeroPoint, int dimension)
    {
        int quantization = 0;
        if (scales is not null)
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
            quantization = _builder.EndTable();
        }

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

    // Number of the options union (BuiltinOptions in schema.fbs) of each operator used here.
    private void Operator(int code, int[] inputs, int output, int options)
    {
        int inputList = Ints(inputs);
        int outputList = Ints([output]);
        byte union = code switch { 3 => 1, 4 => 2, 1 or 17 => 5, 9 => 8, 25 => 9, _ => 0 };
        _builder.StartTable(5);
        _builder.AddUint(0, (uint)_codes.Count, 0);
        _builder.AddOffset(1, inputList, 0);
        _builder.AddOffset(2, outputList, 0);
        _builder.AddByte(3, options == 0 ? (byte)0 : union, 0);
        _builder.AddOffset(4, options, 0);
        _operators.Add(_builder.EndTable());
        _codes.Add(code);
    }

    // Integer fields; padding and activation are 8 bits wide and given as sbyte, the rest 32.
    private int Options(int fields, params (int Index, object Value)[] values)
    {
        _builder.StartTable(fields);
        foreach ((int index, object value) in values)
        {
            if (value is sbyte narrow)
            {
                _builder.AddSbyte(index, narrow, 0);
            }
            else
            {
                _builder.AddInt(index, (int)value, 0);
            }
        }

        return _builder.EndTable();
    }

    private int Code(int code)
    {
        _builder.StartTable(4);
        _builder.AddSbyte(0, (sbyte)code, 0);
        _builder.AddInt(2, code is 3 or 4 or 9 ? 3 : 2, 1);
        _builder.AddInt(3, code, 0);
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
