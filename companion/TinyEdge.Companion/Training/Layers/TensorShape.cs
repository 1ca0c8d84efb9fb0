namespace TinyEdge.Companion.Training.Layers;

/// <summary>Shape of one sample at one place of a network: (height, width, channels), channels fastest. Height is time: the frames.</summary>
public readonly record struct TensorShape(int Height, int Width, int Channels)
{
    public int Length => Height * Width * Channels;

    public override string ToString() => $"({Height}, {Width}, {Channels})";
}
