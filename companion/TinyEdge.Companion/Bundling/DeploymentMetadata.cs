namespace TinyEdge.Companion.Bundling;

/// <summary>The conditions under which a bundle may run.</summary>
public sealed record DeploymentMetadata
{
    /// <summary>Names of <see cref="EnvironmentNames"/>: at least one platform and one ring, none twice.</summary>
    public required IReadOnlyList<string> TargetEnvironment { get; init; }

    /// <summary>Percent, 0 to 100.</summary>
    public required int MinBatteryLevel { get; init; }

    /// <summary>Longest stage in milliseconds, 1 to 65535.</summary>
    public required int MaxLatencyMs { get; init; }

    /// <summary>Most pool bytes in the device's layout, 1 to 2^31 - 1.</summary>
    public required int PeakRamBudgetBytes { get; init; }

    /// <summary>The bits of the names.</summary>
    public uint EnvironmentMask =>
        TargetEnvironment.Aggregate(0u, (mask, name) => EnvironmentNames.TryGetBit(name, out uint bit) ? mask | bit : mask);
}
