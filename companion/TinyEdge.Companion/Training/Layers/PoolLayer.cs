using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training.Layers;

/// <summary>A pool: windows side by side, no padding.</summary>
public abstract class PoolLayer : FloatLayer
{
    private protected PoolLayer(string name, LayerPlan plan, TensorShape input, TensorShape output, Window window)
        : base(name, plan, input, output)
    {
        Window = window;
        Taps = new WindowTaps(window, input, output.Height, output.Width);
    }

    public Window Window { get; }

    private protected WindowTaps Taps { get; }
}
