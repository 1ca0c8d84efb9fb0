using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Evaluation;

/// <summary>What a model said about one recording.</summary>
/// <param name="FaultScore">Probability of the fault class, 0..1.</param>
public sealed record Verdict(FanConditions Conditions, MachineState Predicted, double FaultScore);
