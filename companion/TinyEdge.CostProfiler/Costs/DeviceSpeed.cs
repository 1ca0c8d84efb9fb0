namespace TinyEdge.CostProfiler.Costs;

/// <summary>
/// From cost to time. Milliseconds = units / (<see cref="UnitsPerInstruction"/> * instructions a second) * 1000. Instructions a second
/// are the three anchors at 240 MHz; at another clock they scale with it. Estimates, until a board has measured them.
/// </summary>
/// <param name="Name">slow, middle or fast.</param>
/// <param name="InstructionsPerSecond">IL instructions of array code a second.</param>
public sealed record DeviceSpeed(string Name, double InstructionsPerSecond)
{
    /// <summary>ARM instructions of one IL instruction in array code.</summary>
    public const int UnitsPerInstruction = 48;

    public const int AnchorMegahertz = 240;

    public static DeviceSpeed Slow { get; } = new("slow", 1.55e6);

    public static DeviceSpeed Middle { get; } = new("middle", 2.5e6);

    public static DeviceSpeed Fast { get; } = new("fast", 4.1e6);

    public static IReadOnlyList<DeviceSpeed> All { get; } = [Slow, Middle, Fast];

    /// <summary>Estimated milliseconds of <paramref name="units"/> on an ESP32 at <paramref name="megahertz"/>.</summary>
    public double Milliseconds(long units, int megahertz = AnchorMegahertz) =>
        units * 1000.0 / (UnitsPerInstruction * InstructionsPerSecond) * AnchorMegahertz / megahertz;
}
