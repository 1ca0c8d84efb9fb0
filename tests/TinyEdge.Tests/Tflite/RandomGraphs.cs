using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Tests.Tflite;

/// <summary>
/// Seeded random networks of several layers over every operator, kernel, stride, dilation, padding and branch. Scales follow the sums
/// that the layers make, so that outputs use their range and rounding decides them.
/// </summary>
internal sealed class RandomGraphs
{
    private readonly Random _random;
    private readonly NetworkModel _model;

    private RandomGraphs(int seed)
    {
        _random = new Random(seed);
        bool isLine = _random.Next(3) == 0;
        _model = new NetworkModel(new TensorSpec("input", isLine ? 1 : _random.Next(1, 10), _random.Next(1, 12), _random.Next(1, 5), Scale(), ZeroPoint()));
    }

    /// <summary>Two to eleven layers.</summary>
    public static NetworkModel Make(int seed)
    {
        RandomGraphs graphs = new(seed);
        for (int n = graphs._random.Next(2, 11); n > 0; n--)
        {
            graphs.AddLayer();
        }

        return graphs.Finish();
    }

    public static sbyte[] Inputs(NetworkModel model, int seed, int runs)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, model.Input.Length * runs).Select(_ => (sbyte)random.Next(-128, 128))];
    }

    private NetworkModel Finish()
    {
        int end = _random.Next(4);
        TensorSpec last = _model.Output;
        if (end == 0)
        {
            Dense(_random.Next(2, 8), 0.2f);
            _model.AddSoftmax("softmax", _random.Next(2) == 0 ? 1 : 0.7f);
        }
        else if (end == 1)
        {
            Dense(_random.Next(1, 4));
            _model.AddLogistic("sigmoid");
        }
        else if (end == 2 || _model.Layers.Count == 0)
        {
            Dense(_random.Next(1, 12));
        }
        else
        {
            _model.AddReshape(last with { Name = "flat", Height = 1, Width = 1, Channels = last.Length });
        }

        return _model;
    }

    private void AddLayer()
    {
        switch (_random.Next(15))
        {
            case 0:
                Convolve(isDepthwise: false);
                break;
            case 1 or 2:
                Convolve(isDepthwise: true);
                break;
            case 3:
                Pool(OperatorCode.AveragePool2D);
                break;
            case 4:
                Pool(OperatorCode.MaxPool2D);
                break;
            case 5:
                _model.AddTable(From("tanh", 1f / 128, 0), new TanhFunction());
                break;
            case 6:
                Activation activation = _random.Next(2) == 0 ? Activation.Relu : Activation.Relu6;
                _model.AddTable(From("relu", Near(_model.Output.Scale), ZeroPoint()), new ReluFunction(activation));
                break;
            case 7:
                _model.AddTable(From("rescale", Near(_model.Output.Scale), ZeroPoint()), new RescaleFunction());
                break;
            case 8:
                Constant();
                break;
            case 9:
                Mean();
                break;
            case 10:
                Pad();
                break;
            default:
                Pair();
                break;
        }
    }

    private void Convolve(bool isDepthwise)
    {
        TensorSpec from = _model.Output;
        (Window window, int height, int width) = WindowOver(from, dilated: true);
        int channels = isDepthwise ? from.Channels * _random.Next(1, 3) : _random.Next(1, 6);
        int taps = window.KernelHeight * window.KernelWidth * (isDepthwise ? 1 : from.Channels);
        float[] scales = [.. Enumerable.Range(0, _random.Next(2) == 0 ? 1 : channels).Select(_ => Scale())];
        float scale = (float)(from.Scale * scales.Average() * 60 * 74 * Math.Sqrt(taps) / 100);
        TensorSpec output = new(isDepthwise ? "depthwise" : "conv", height, width, channels, Near(scale), ZeroPoint());
        _ = isDepthwise
            ? _model.AddDepthwiseConv2D(output, window, Weights(taps * channels), Bias(channels), scales, RandomActivation())
            : _model.AddConv2D(output, window, Weights(taps * channels), Bias(channels), scales, RandomActivation());
    }

    private void Dense(int outputs, float outputScale = 0)
    {
        TensorSpec from = _model.Output;
        float[] scales = [.. Enumerable.Range(0, _random.Next(2) == 0 ? 1 : outputs).Select(_ => Scale())];
        float scale = (float)(from.Scale * scales.Average() * 60 * 74 * Math.Sqrt(from.Length) / 100);
        _model.AddFullyConnected(TensorSpec.Vector("dense", outputs, Near(outputScale > 0 ? outputScale : scale), ZeroPoint()), Weights(outputs * from.Length), Bias(outputs), scales, RandomActivation());
    }

    private void Pool(OperatorCode code)
    {
        (Window window, int height, int width) = WindowOver(_model.Output, dilated: false);
        TensorSpec output = _model.Output with { Name = "pool", Height = height, Width = width };
        _ = code == OperatorCode.MaxPool2D ? _model.AddMaxPool2D(output, window, RandomActivation()) : _model.AddAveragePool2D(output, window, RandomActivation());
    }

    private void Constant()
    {
        sbyte value = (sbyte)_random.Next(-128, 128);
        sbyte zero = ZeroPoint();
        float scale = Scale();
        float from = _model.Output.Scale;
        _ = _random.Next(2) == 0
            ? _model.AddTable(From("shifted", Near(from + scale), ZeroPoint()), new AddConstantFunction(value, scale, zero, RandomActivation()))
            : _model.AddTable(From("scaled", Near(from * scale * 60), ZeroPoint()), new MulConstantFunction(value, scale, zero, RandomActivation()));
    }

    private void Mean()
    {
        TensorSpec from = _model.Output;
        bool height = _random.Next(3) > 0;
        bool width = !height || _random.Next(3) > 0;
        _model.AddMean(new TensorSpec("mean", height ? 1 : from.Height, width ? 1 : from.Width, from.Channels, Near(from.Scale * 0.6f), ZeroPoint()), height, width);
    }

    private void Pad()
    {
        TensorSpec source = _model.Output;
        int top = _random.Next(3);
        int left = _random.Next(3);
        _model.AddPad(source with { Name = "pad", Height = source.Height + top + _random.Next(3), Width = source.Width + left + _random.Next(3) }, top, left);
    }

    // With any earlier tensor of the same shape, or with one made for it from an earlier one.
    private void Pair()
    {
        TensorSpec from = _model.Output;
        int[] partners = [.. Enumerable.Range(-1, _model.Layers.Count + 1).Where(i => (i < 0 ? _model.Input : _model.Layers[i].Output).Shape == from.Shape)];
        int last = _model.Layers.Count - 1;
        int partner = partners[_random.Next(partners.Length)];
        if (_random.Next(2) == 0)
        {
            _model.ReadFrom(partner).AddTable(From("branch", Near(_model.Output.Scale), ZeroPoint()), new RescaleFunction());
            (partner, last) = (last, _model.Layers.Count - 1);
        }

        TensorSpec other = partner < 0 ? _model.Input : _model.Layers[partner].Output;
        TensorSpec first = last < 0 ? _model.Input : _model.Layers[last].Output;
        _model.ReadFrom(last);
        _ = _random.Next(2) == 0
            ? _model.AddSum(From("sum", Near(first.Scale + other.Scale), ZeroPoint()), partner, RandomActivation())
            : _model.AddProduct(From("product", Near(first.Scale * other.Scale * 80), ZeroPoint()), partner, RandomActivation());
    }

    private (Window Window, int Height, int Width) WindowOver(TensorSpec from, bool dilated)
    {
        while (true)
        {
            try
            {
                return Window.Resolve(
                    _random.Next(2) == 0, from.Height, from.Width, _random.Next(1, 5), _random.Next(1, 5), _random.Next(1, 4), _random.Next(1, 4),
                    dilated && _random.Next(3) == 0 ? _random.Next(1, 4) : 1, dilated && _random.Next(3) == 0 ? _random.Next(1, 4) : 1);
            }
            catch (ModelException)
            {
                // A VALID window larger than the input: draw again.
            }
        }
    }

    private TensorSpec From(string name, float scale, sbyte zeroPoint) => _model.Output with { Name = name, Scale = scale, ZeroPoint = zeroPoint };

    private Activation RandomActivation() => (Activation)new[] { 0, 0, 1, 3 }[_random.Next(4)];

    private sbyte[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)_random.Next(-127, 128))];

    private int[] Bias(int count) => [.. Enumerable.Range(0, count).Select(_ => _random.Next(-5_000, 5_000))];

    private float Scale() => (float)Math.Pow(2, (_random.NextDouble() * 6) - 8);

    private float Near(float scale) => (float)Math.Clamp(scale * Math.Pow(2, _random.NextDouble() - 0.5), 1e-4, 20);

    private sbyte ZeroPoint() => _random.Next(6) switch { 0 => sbyte.MinValue, 1 => sbyte.MaxValue, _ => (sbyte)_random.Next(-128, 128) };
}
