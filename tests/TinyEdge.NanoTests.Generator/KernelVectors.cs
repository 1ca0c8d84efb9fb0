using TinyEdge.Bundles;
using TinyEdge.Companion.ModelCode;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Planning;
using TinyEdge.Kernels;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Tests.Inference;

namespace TinyEdge.NanoTests.Generator;

/// <summary>
/// Small networks of one operator each, and one with all of them. Expected outputs are those of operators written from TensorFlow Lite's
/// specification with arbitrary precision, of exp in double precision for the two that need it; the engine has no say in them.
/// </summary>
internal static class KernelVectors
{
    private const int Runs = 2;

    /// <summary>Dense layers whose rows are straight-line code of each length, and one that is longer than any: (inputs, outputs).</summary>
    private static readonly (int Inputs, int Outputs)[] s_rows = [(5, 4), (16, 3), (23, 5), (32, 3), (40, 4), (41, 3), (56, 3), (72, 3), (80, 3), (131, 4)];

    /// <summary>Each runs in every weight layout that LayoutCandidates knows for it, with the same expected outputs.</summary>
    private static readonly (string Name, NetworkModel Model, int Tolerance)[] s_cases =
    [
        ("FullyConnectedPerTensor", Dense(20, 5, perChannel: false, Activation.None), 0),
        ("FullyConnectedPerChannel", Dense(64, 7, perChannel: true, Activation.Relu), 0),
        ("FullyConnectedOneInput", Dense(1, 3, perChannel: true, Activation.Relu6), 0),
        ("Conv2DSame", Conv(same: true, height: 5, width: 4, kernelHeight: 3, kernelWidth: 3, stride: 1, dilation: 1, Activation.Relu), 0),
        ("Conv2DStride", Conv(same: true, height: 6, width: 5, kernelHeight: 2, kernelWidth: 3, stride: 2, dilation: 1, Activation.None), 0),
        ("Conv2DDilated", Conv(same: false, height: 7, width: 6, kernelHeight: 2, kernelWidth: 2, stride: 1, dilation: 2, Activation.Relu6), 0),
        ("Conv1D", Conv(same: true, height: 1, width: 12, kernelHeight: 1, kernelWidth: 3, stride: 1, dilation: 1, Activation.None), 0),
        ("DepthwiseConv2DSame", Depthwise(same: true, height: 5, width: 4, kernelHeight: 3, kernelWidth: 3, stride: 1, multiplier: 1), 0),
        ("DepthwiseConv2DMultiplier", Depthwise(same: false, height: 6, width: 5, kernelHeight: 3, kernelWidth: 2, stride: 2, multiplier: 2), 0),
        ("AveragePool2D", Pool(OperatorCode.AveragePool2D, same: true, Activation.None), 0),
        ("MaxPool2D", Pool(OperatorCode.MaxPool2D, same: false, Activation.Relu), 0),
        ("Logistic", new NetworkModel(TensorSpec.Vector("input", 40, 0.05f, -3)).AddLogistic(), 0),

        // TensorFlow Lite's own integer Softmax is within one step of exp in double precision, not equal to it.
        ("SoftmaxThree", new NetworkModel(TensorSpec.Vector("input", 3, 0.02f, 5)).AddSoftmax(), 1),
        ("SoftmaxTwenty", new NetworkModel(new TensorSpec("input", 1, 2, 20, 0.1f, 0)).AddSoftmax(), 1),
        ("Add", Pair(OperatorCode.Add, Activation.None), 0),
        ("AddRelu", Pair(OperatorCode.Add, Activation.Relu), 0),
        ("Mul", Pair(OperatorCode.Mul, Activation.Relu6), 0),
        ("Pad", new NetworkModel(new TensorSpec("input", 3, 2, 3, 0.05f, -9)).AddPad(new TensorSpec("pad", 6, 4, 3, 0.05f, -9), 1, 2), 0),
        ("MeanOverHeight", new NetworkModel(new TensorSpec("input", 5, 2, 3, 0.05f, -9)).AddMean(new TensorSpec("mean", 1, 2, 3, 0.03f, 4), overWidth: false), 0),
        ("Relu6", new NetworkModel(TensorSpec.Vector("input", 40, 0.07f, -30)).AddTable(TensorSpec.Vector("relu", 40, 0.05f, -100), new ReluFunction(Activation.Relu6)), 0),
        ("ResidualBlock", Residual(), 0),
        ("EveryOperator", EveryOperator(), 1),
        .. s_rows.Select(row => ($"FullyConnected{row.Inputs}", Dense(row.Inputs, row.Outputs, perChannel: true, Activation.None), 0)),

        // Weights of which 21 bits cannot hold the sum: full scale, all of one sign.
        ("FullyConnectedTooLarge", Constant(72, 3, 127), 0),
        ("DepthwiseConv2DOneInput", DepthwiseOneInput(), 0),
        ("DepthwiseConv1DDown", DepthwiseLine(height: 15, width: 2, kernelHeight: 3, kernelWidth: 1, same: true), 0),
        ("DepthwiseConv1DAcross", DepthwiseLine(height: 2, width: 14, kernelHeight: 1, kernelWidth: 3, same: false), 0),
        .. Enumerable.Range(2, 4).Select(rows => ($"AveragePool{rows}Rows", Rows(rows), 0)),
    ];

    private static readonly (string Name, NetworkModel Model) s_code = ("DenseAsCode", DenseAsCode());

    public static string Sections()
    {
        CSharpText text = new("Network sections as the companion writes them.", "internal static class KernelSections");
        foreach ((string name, NetworkModel model, _) in s_cases)
        {
            text.Array(name, NetworkWriter.Write(model));
        }

        text.Array(s_code.Name, MarkedCode()[LayerLayout.NetworkOf(MarkedCode())]);
        return text.ToString();
    }

    /// <summary>What 'tinyedge emit-code' writes.</summary>
    public static string Code() => CodeEmitter.Emit(MarkedCode(), $"TinyEdge.NanoTests.Generated.{s_code.Name}");

    public static string Tests()
    {
        CSharpText text = new(
            "Every operator against an independent statement of it; inputs are noise, and the two extremes in turn.",
            "public class KernelTests",
            "nanoFramework.TestFramework",
            "TinyEdge.NanoTests.Inference");
        foreach ((string name, NetworkModel model, int tolerance) in s_cases)
        {
            text.KernelTest($"Invoke_{name}_EqualsTheSpecification", name, Expected(model), tolerance, LayoutsOf(name, model));
        }

        return text.ToString();
    }

    /// <summary>Expected outputs of the model as code.</summary>
    public static string CodeOutputs()
    {
        CSharpText text = new("Outputs of the network whose layers are code.", "internal static class ExpectedCode");
        text.Array("Outputs", Expected(s_code.Model));
        return text.ToString();
    }

    private static sbyte[] Expected(NetworkModel model) => [.. Enumerable.Range(0, Runs).SelectMany(run => Eval(model, Input(model.Input.Length, run)))];

    private static byte[] MarkedCode() => CodeEmitter.Mark(ModelWriter.Write(s_code.Model, []));

    /// <summary>
    /// Every layout of a case of one layer with weights, and whether its fields can hold these weights: decided here from the
    /// definition, and the device has to agree.
    /// </summary>
    private static IReadOnlyList<(int Layout, int BlockInputs, int Code)> LayoutsOf(string name, NetworkModel model)
    {
        if (model.Layers.Count != 1 || LayoutCandidates.Of(model, 0) is not { Count: > 1 } candidates)
        {
            return [];
        }

        byte[] section = NetworkWriter.Write(model);
        List<(int, int, int)> rows = [];
        foreach (LayerLayout layout in candidates)
        {
            byte[] changed = [.. section];
            layout.Write(changed, 0);
            ResultCode code = new Network().TryPrepare(new ByteArraySource(changed), 0, changed.Length, new StaticPool(20000));
            bool canHold = layout == LayerLayout.Plain || CanHold(model, layout);
            if (code != (canHold ? ResultCode.Ok : ResultCode.BadQuantization))
            {
                throw new InvalidOperationException($"{name}, {layout}: the device says {code}, the definition says {(canHold ? "it fits" : "it does not fit")}.");
            }

            rows.Add((layout.Layout, layout.BlockInputs, (int)code));
        }

        return rows;
    }

    /// <summary>Signed fields of 21 or 32 bits hold the sums of a block, inputs being -128 to 127; a row that is no block's length is requantised as a whole, three outputs or more.</summary>
    private static bool CanHold(NetworkModel model, LayerLayout layout)
    {
        sbyte[] weights = ((WeightedSpec)model.Layers[0]).Weights;
        int channels = model.Output.Channels;
        int inputs = weights.Length / channels;
        bool isLast = model.Layers[0].Operator == OperatorCode.DepthwiseConv2D;
        long most = layout.Layout == ModelFormat.ThreeLaneWeights ? (1L << 20) - 1 : int.MaxValue;
        for (int channel = 0; channel < channels; channel++)
        {
            int[] magnitudes = [.. Enumerable.Range(0, inputs).Select(i => Math.Abs((int)weights[isLast ? (i * channels) + channel : (channel * inputs) + i]))];
            if (magnitudes.Chunk(layout.BlockInputs).Any(block => block.Sum() * 128L > most))
            {
                return false;
            }
        }

        return layout.BlockInputs is 8 or 16 or 32 or 64 || (layout.Layout == ModelFormat.ThreeLaneWeights && channels >= 3);
    }

    private static sbyte[] Eval(NetworkModel model, sbyte[] input)
    {
        if (!model.IsChain)
        {
            return ReferenceNetwork.RunLayers(model, input)[^1];
        }

        for (int layer = 0; layer < model.Layers.Count; layer++)
        {
            TensorSpec source = model.InputOf(layer);
            input = model.Layers[layer] switch
            {
                SoftmaxSpec => Softmax(source, input),
                LogisticSpec => [.. input.Select(value => Probability(1 / (1 + Math.Exp(-source.Dequantize(value)))))],
                _ => ReferenceNetwork.Eval(model, layer, input),
            };
        }

        return input;
    }

    private static sbyte[] Softmax(TensorSpec source, sbyte[] input) =>
    [
        .. input.Chunk(source.Channels).SelectMany(row =>
        {
            double[] exponentials = [.. row.Select(value => Math.Exp(source.Dequantize(value)))];
            return exponentials.Select(e => Probability(e / exponentials.Sum()));
        })
    ];

    /// <summary>Scale 1/256, zero point -128.</summary>
    private static sbyte Probability(double value) => (sbyte)Math.Min(127, Math.Round(value * 256, MidpointRounding.AwayFromZero) - 128);

    /// <summary>As KernelCase.SetInput makes it.</summary>
    private static sbyte[] Input(int length, int run) =>
        run == 1 ? [.. Enumerable.Range(0, length).Select(i => i % 2 == 0 ? sbyte.MinValue : sbyte.MaxValue)] : Signal.Int8(length, run);

    private static NetworkModel Dense(int inputs, int outputs, bool perChannel, Activation activation) =>
        new NetworkModel(TensorSpec.Vector("input", inputs, 0.05f, -7))
            .AddFullyConnected(TensorSpec.Vector("dense", outputs, 0.02f * inputs, 11), Weights(inputs * outputs), Bias(outputs), Scales(outputs, perChannel), activation);

    private static NetworkModel Conv(bool same, int height, int width, int kernelHeight, int kernelWidth, int stride, int dilation, Activation activation)
    {
        const int Inputs = 2;
        const int Outputs = 3;
        (Window window, int outputHeight, int outputWidth) = Window.Resolve(same, height, width, kernelHeight, kernelWidth, stride, stride, dilation, dilation);
        return new NetworkModel(new TensorSpec("input", height, width, Inputs, 0.05f, 4)).AddConv2D(
            new TensorSpec("conv", outputHeight, outputWidth, Outputs, 0.3f, -20), window, Weights(Outputs * kernelHeight * kernelWidth * Inputs), Bias(Outputs), Scales(Outputs, true), activation);
    }

    private static NetworkModel Depthwise(bool same, int height, int width, int kernelHeight, int kernelWidth, int stride, int multiplier)
    {
        const int Inputs = 3;
        int outputs = Inputs * multiplier;
        (Window window, int outputHeight, int outputWidth) = Window.Resolve(same, height, width, kernelHeight, kernelWidth, stride, stride);
        return new NetworkModel(new TensorSpec("input", height, width, Inputs, 0.05f, -9)).AddDepthwiseConv2D(
            new TensorSpec("depthwise", outputHeight, outputWidth, outputs, 0.2f, 3), window, Weights(outputs * kernelHeight * kernelWidth), Bias(outputs), Scales(outputs, multiplier > 1));
    }

    private static NetworkModel Pool(OperatorCode code, bool same, Activation activation)
    {
        TensorSpec input = new("input", 5, 5, 3, 0.1f, -10);
        (Window window, int height, int width) = Window.Resolve(same, 5, 5, 2, 3, 2, 2);
        TensorSpec output = input with { Name = "pool", Height = height, Width = width };
        return code == OperatorCode.AveragePool2D
            ? new NetworkModel(input).AddAveragePool2D(output, window, activation)
            : new NetworkModel(input).AddMaxPool2D(output, window, activation);
    }

    /// <summary>The input with a rescaled copy of itself.</summary>
    private static NetworkModel Pair(OperatorCode code, Activation activation)
    {
        NetworkModel model = new NetworkModel(TensorSpec.Vector("input", 24, 0.05f, -9)).AddTable(TensorSpec.Vector("copy", 24, 0.08f, 17), new RescaleFunction());
        return code == OperatorCode.Add
            ? model.AddSum(TensorSpec.Vector("sum", 24, 0.11f, -4), -1, activation)
            : model.AddProduct(TensorSpec.Vector("product", 24, 0.3f, -40), -1, activation);
    }

    /// <summary>Two convolutions, a shortcut over them, and a gate: tensors live on while others are written.</summary>
    private static NetworkModel Residual()
    {
        (Window window, int height, int width) = Window.Resolve(true, 5, 4, 3, 3);
        NetworkModel model = new NetworkModel(new TensorSpec("input", 5, 4, 2, 0.05f, -3));
        model.AddConv2D(new TensorSpec("first", height, width, 2, 0.3f, -128), window, Weights(36), Bias(2), Scales(2, true), Activation.Relu);
        model.AddConv2D(new TensorSpec("second", height, width, 2, 0.9f, 5), window, Weights(36), Bias(2), Scales(2, false));
        model.AddSum(new TensorSpec("shortcut", height, width, 2, 0.9f, 0), -1);
        model.ReadFrom(0).AddTable(new TensorSpec("gate", height, width, 2, 0.2f, -20), new RescaleFunction());
        return model.AddProduct(new TensorSpec("gated", height, width, 2, 8f, 3), 2);
    }

    private static NetworkModel EveryOperator()
    {
        NetworkModel model = new(new TensorSpec("input", 6, 5, 2, 0.05f, -3));
        (Window window, int height, int width) = Window.Resolve(true, 6, 5, 3, 3);
        model.AddConv2D(new TensorSpec("conv", height, width, 3, 0.4f, -128), window, Weights(54), Bias(3), Scales(3, true), Activation.Relu);
        (window, height, width) = Window.Resolve(false, height, width, 3, 2, 1, 1, 2, 1);
        model.AddDepthwiseConv2D(new TensorSpec("depthwise", height, width, 6, 0.9f, 4), window, Weights(36), Bias(6), Scales(6, false));
        (window, height, width) = Window.Resolve(true, height, width, 2, 2, 1, 2);
        model.AddMaxPool2D(model.Output with { Name = "max", Height = height, Width = width }, window);
        (window, height, width) = Window.Resolve(true, height, width, 2, 2);
        model.AddAveragePool2D(model.Output with { Name = "average", Height = height, Width = width }, window);
        model.AddReshape(TensorSpec.Vector("flat", model.Output.Length, model.Output.Scale, model.Output.ZeroPoint));
        model.AddLogistic();
        model.AddFullyConnected(TensorSpec.Vector("dense", 4, 0.03f, 10), Weights(4 * model.Output.Length), Bias(4), Scales(4, true));
        return model.AddSoftmax();
    }

    private static NetworkModel Constant(int inputs, int outputs, sbyte weight) =>
        new NetworkModel(TensorSpec.Vector("input", inputs, 0.05f, -7))
            .AddFullyConnected(TensorSpec.Vector("dense", outputs, 9f, 11), [.. Enumerable.Repeat(weight, inputs * outputs)], Bias(outputs), Scales(outputs, perChannel: false), Activation.None);

    /// <summary>One input channel: outputs share their inputs, so that weights can be packed.</summary>
    private static NetworkModel DepthwiseOneInput()
    {
        (Window window, int height, int width) = Window.Resolve(true, 5, 4, 3, 2);
        return new NetworkModel(new TensorSpec("input", 5, 4, 1, 0.05f, -9)).AddDepthwiseConv2D(
            new TensorSpec("depthwise", height, width, 4, 0.2f, 3), window, Weights(24), Bias(4), Scales(4, true));
    }

    /// <summary>Three taps along one axis, stride 1: the shape that has code of its own.</summary>
    private static NetworkModel DepthwiseLine(int height, int width, int kernelHeight, int kernelWidth, bool same)
    {
        (Window window, int outputHeight, int outputWidth) = Window.Resolve(same, height, width, kernelHeight, kernelWidth);
        return new NetworkModel(new TensorSpec("input", height, width, 3, 0.05f, 6)).AddDepthwiseConv2D(
            new TensorSpec("depthwise", outputHeight, outputWidth, 3, 0.1f, -4), window, Weights(9), Bias(3), Scales(3, true));
    }

    /// <summary>Means of two to five rows, which have code of their own.</summary>
    private static NetworkModel Rows(int rows)
    {
        (Window window, int height, int width) = Window.Resolve(false, rows, 2, rows, 1, rows, 1);
        return new NetworkModel(new TensorSpec("input", rows, 2, 7, 0.1f, -10)).AddAveragePool2D(new TensorSpec("pool", height, width, 7, 0.1f, -10), window, Activation.None);
    }

    private static NetworkModel DenseAsCode()
    {
        NetworkModel model = Dense(12, 7, perChannel: true, Activation.Relu);
        return model.AddFullyConnected(TensorSpec.Vector("second", 4, 0.5f, -3), Weights(28), Bias(4), Scales(4, perChannel: false), Activation.None);
    }

    private static sbyte[] Weights(int count) => Signal.Int8(count, count);

    private static int[] Bias(int count) => [.. Signal.Noise(count, count + 1, 6)];

    private static float[] Scales(int count, bool perChannel) => [.. Enumerable.Range(0, perChannel ? count : 1).Select(i => 0.01f + (0.003f * i))];
}
