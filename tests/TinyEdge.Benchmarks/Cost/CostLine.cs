namespace TinyEdge.Benchmarks.Cost;

/// <summary>One line of the table: a figure that the device's code must reach, less being better.</summary>
/// <param name="Plain">The plain kernels, or null where there are none to compare with.</param>
/// <param name="Fast">What a device runs.</param>
/// <param name="Must">Most that is allowed; null for a figure that is only shown.</param>
/// <param name="Aim">What was aimed at, or null.</param>
/// <param name="Inputs">Over how many inputs the dearest was looked for.</param>
internal sealed record CostLine(string Name, double? Plain, double Fast, double? Must, double? Aim, int Inputs)
{
    public bool IsReached => Must is null || Fast <= Must;
}
