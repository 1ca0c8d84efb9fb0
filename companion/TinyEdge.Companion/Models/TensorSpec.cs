namespace TinyEdge.Companion.Models;

/// <summary>One int8 tensor: real value = scale * (q - zeroPoint). Shape (height, width, channels), batch 1.</summary>
/// <param name="Name">For reports; not written to the device.</param>
/// <param name="Scale">Finite and positive.</param>
public sealed record TensorSpec(string Name, int Height, int Width, int Channels, float Scale, sbyte ZeroPoint)
{
    public int Length => Height * Width * Channels;

    public string Shape => $"({Height}, {Width}, {Channels})";

    /// <summary>A vector: height and width 1.</summary>
    public static TensorSpec Vector(string name, int channels, float scale, sbyte zeroPoint) => new(name, 1, 1, channels, scale, zeroPoint);

    /// <summary>Scale and zero point that cover [min, max] and represent 0 exactly, as TensorFlow Lite chooses them.</summary>
    public static (float Scale, sbyte ZeroPoint) QuantizationOf(float min, float max)
    {
        double low = Math.Min(min, 0.0);
        double high = Math.Max(max, 0.0);
        double scale = high > low ? (high - low) / 255.0 : 1.0 / 255.0;
        double zeroPoint = Math.Round(-128.0 - (low / scale), MidpointRounding.AwayFromZero);
        return ((float)scale, (sbyte)Math.Clamp(zeroPoint, -128.0, 127.0));
    }

    /// <summary>Nearest int8 to a real value, saturated.</summary>
    public sbyte Quantize(double value) =>
        (sbyte)Math.Clamp(Math.Round(value / Scale, MidpointRounding.AwayFromZero) + ZeroPoint, sbyte.MinValue, sbyte.MaxValue);

    public double Dequantize(sbyte value) => (double)Scale * (value - ZeroPoint);
}
