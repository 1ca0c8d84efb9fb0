namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>Three axes in g.</summary>
public readonly record struct Vector3G(double X, double Y, double Z)
{
    public static Vector3G operator +(Vector3G a, Vector3G b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vector3G operator *(Vector3G a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);
}
