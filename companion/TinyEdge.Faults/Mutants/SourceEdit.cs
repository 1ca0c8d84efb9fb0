namespace TinyEdge.Faults.Mutants;

/// <summary>A change of one source file of the device.</summary>
/// <param name="File">Path below the repository.</param>
/// <param name="Find">Text that is there exactly once, line ends as <c>\n</c>.</param>
/// <param name="Replace">What takes its place.</param>
public sealed record SourceEdit(string File, string Find, string Replace)
{
    /// <summary>The changed text.</summary>
    /// <exception cref="InvalidOperationException">The text to change is not there exactly once: the sources have moved on, and so must the mutant.</exception>
    public string Apply(string source)
    {
        string text = source.ReplaceLineEndings("\n");
        int first = text.IndexOf(Find, StringComparison.Ordinal);
        int last = text.LastIndexOf(Find, StringComparison.Ordinal);
        return first >= 0 && first == last
            ? text[..first] + Replace + text[(first + Find.Length)..]
            : throw new InvalidOperationException($"A seeded bug changes text of {File} that is {(first < 0 ? "not there" : "there more than once")}: {Find}");
    }
}
