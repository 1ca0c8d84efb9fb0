namespace TinyEdge.Cli.Demo;

/// <summary>One step of the demonstration: what should happen, what did, and whether that is the same.</summary>
internal sealed record StepResult(int Number, string Name, string Expected, string Observed, bool Passed, double DurationSeconds);
