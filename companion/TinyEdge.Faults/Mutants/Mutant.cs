namespace TinyEdge.Faults.Mutants;

/// <summary>A bug that somebody could have written, put into the device's sources on purpose: a campaign that stays green with it proves nothing.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Summary">What is wrong.</param>
/// <param name="Project">Assembly that is compiled anew.</param>
/// <param name="Scenario">A scenario that finds it.</param>
/// <param name="Edits">The change.</param>
public sealed record Mutant(string Name, string Summary, string Project, string Scenario, params SourceEdit[] Edits);
