using TinyEdge.Companion.Models;

namespace TinyEdge.Tests.Inference;

/// <summary>A small network with every operator, for tests of the format.</summary>
internal static class SampleModel
{
    public static NetworkModel EveryOperator()
    {
        Random random = new(11);
        NetworkModel model = new(new TensorSpec("input", 6, 5, 2, 0.05f, -3));
        (Window conv, int height, int width) = Window.Resolve(true, 6, 5, 3, 3);
        model.AddConv2D(new TensorSpec("conv", height, width, 3, 0.1f, -128), conv, Weights(random, 54), [100, -50, 7], [0.01f, 0.02f, 0.005f], Activation.Relu);
        (Window depthwise, height, width) = Window.Resolve(false, height, width, 3, 2, 1, 1, 2, 1);
        model.AddDepthwiseConv2D(new TensorSpec("depthwise", height, width, 6, 0.2f, 4), depthwise, Weights(random, 36), new int[6], [0.02f], Activation.Relu6);
        (Window pool, height, width) = Window.Resolve(true, height, width, 2, 2, 1, 2);
        model.AddMaxPool2D(model.Output with { Name = "max", Height = height, Width = width }, pool);
        (pool, height, width) = Window.Resolve(true, height, width, 2, 2);
        model.AddAveragePool2D(model.Output with { Name = "average", Height = height, Width = width }, pool);
        model.AddReshape(model.Output with { Name = "flat", Height = 1, Width = 1, Channels = model.Output.Length });
        model.AddLogistic();
        model.AddFullyConnected(TensorSpec.Vector("dense", 4, 0.1f, 10), Weights(random, 4 * model.Output.Length), [1, 2, 3, 4], [0.01f, 0.02f, 0.03f, 0.04f]);
        return model.AddSoftmax();
    }

    private static sbyte[] Weights(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-128, 128))];
}
