namespace TinyEdge.Fuzzing.Engine;

/// <summary>What a run did.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="First">Index of the first input.</param>
/// <param name="Inputs">How many were run.</param>
/// <param name="Accepted">Inputs that were accepted as good.</param>
/// <param name="Outcomes">Different answers: accepted, and each result code or kind of refusal.</param>
/// <param name="Findings">Inputs that broke a promise, one of each kind.</param>
/// <param name="Seconds">Wall time.</param>
public sealed record FuzzSummary(string Target, ulong Seed, long First, long Inputs, long Accepted, int Outcomes, IReadOnlyList<FuzzFinding> Findings, double Seconds)
{
    /// <summary>Of the inputs, 0 to 1.</summary>
    public double AcceptedShare => Inputs > 0 ? (double)Accepted / Inputs : 0;

    public double InputsPerSecond => Seconds > 0 ? Inputs / Seconds : 0;
}
