namespace TinyEdge.Codegen;

/// <summary>One device source as it must be in the repository.</summary>
/// <param name="Path">Relative to the repository's root, with '/'.</param>
/// <param name="Text">The whole file, lines ended by '\n'.</param>
public sealed record GeneratedSource(string Path, string Text);
