namespace TinyEdge.Companion.Profiling;

/// <summary>
/// What a pipeline takes. Pool bytes are those of the device, in its own layout, and the same on every machine; so are multiply-accumulates.
/// Times, rates and allocations were measured on this machine and say nothing about a device's times.
/// </summary>
/// <param name="PoolBudgetBytes">The bundle's peakRamBudgetBytes.</param>
/// <param name="PoolBytesByOwner">Owners that hold nothing are left out.</param>
/// <param name="Windows">Windows measured, after start-up.</param>
/// <param name="Inferences">Inferences among them.</param>
/// <param name="AllocatedBytes">Managed bytes allocated while they ran: anything but 0 is a defect.</param>
/// <param name="WindowsPerSecond">Samples pushed, features, network and decision of one window after the other, on one core of this machine.</param>
public sealed record PipelineProfile(
    int PoolBudgetBytes,
    int PoolBytes,
    IReadOnlyDictionary<string, int> PoolBytesByOwner,
    int Windows,
    int Inferences,
    long AllocatedBytes,
    int MacsPerInference,
    IReadOnlyList<LayerProfile> Layers,
    IReadOnlyList<StageProfile> Stages,
    double WindowsPerSecond)
{
    public double AllocatedBytesPerWindow => (double)AllocatedBytes / Windows;

    public bool IsWithinBudget => PoolBytes <= PoolBudgetBytes;
}

/// <summary>One layer of the network.</summary>
/// <param name="Inputs">int8 values that it reads.</param>
/// <param name="Outputs">int8 values that it writes.</param>
/// <param name="Macs">Multiply-accumulates an inference; 0 for operators that multiply nothing.</param>
public sealed record LayerProfile(int Index, string Operator, int Inputs, int Outputs, int Macs);

/// <summary>How long one stage took on this machine.</summary>
/// <param name="WorstMicroseconds">The longest of all runs, whatever interrupted it.</param>
public sealed record StageProfile(string Stage, int Runs, double MedianMicroseconds, double WorstMicroseconds);
