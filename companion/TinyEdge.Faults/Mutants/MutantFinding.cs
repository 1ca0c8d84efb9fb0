namespace TinyEdge.Faults.Mutants;

/// <summary>What a campaign found of a seeded bug.</summary>
/// <param name="Cases">Cases that ran.</param>
/// <param name="Violations">Cases in which an invariant did not hold.</param>
/// <param name="FirstCase">Id of the first of them.</param>
/// <param name="FirstViolation">What was found in it.</param>
public sealed record MutantFinding(int Cases, int Violations, string? FirstCase, string? FirstViolation);
