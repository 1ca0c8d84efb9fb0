namespace TinyEdge.Benchmarks.Cost;

/// <summary>One line of the table: a figure that the device's code must reach, less being better.</summary>
/// <param name="Plain">The plain kernel, or null where there is none to compare with.</param>
/// <param name="Fast">What a device runs; null while it is not built, which counts as missed.</param>
/// <param name="Must">Most that is allowed.</param>
/// <param name="Inputs">Over how many inputs the dearest was looked for.</param>
internal sealed record CostLine(string Name, double? Plain, double? Fast, double Must, double Aim, int Inputs)
{
    public bool IsReached => Fast <= Must;
}
