namespace TinyEdge.Companion.DataSets;

/// <summary>How a data set is split.</summary>
public sealed record SplitOptions
{
    public SplitMode Mode { get; init; } = SplitMode.Groups;

    public SplitFractions Fractions { get; init; } = SplitFractions.Default;

    /// <summary>Other fractions for files with a tag; the first that fits counts. In time only.</summary>
    public IReadOnlyList<SplitException> Exceptions { get; init; } = [];

    /// <summary>Of the order in which groups are dealt out.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Fractions of one file.</summary>
    public SplitFractions For(DataSetFile file) => Exceptions.FirstOrDefault(e => file.Tags[e.Tag] == e.Value)?.Fractions ?? Fractions;
}

/// <summary>Files with this tag are split by these fractions.</summary>
/// <param name="Tag">One of <see cref="RecordingTags.Names"/>.</param>
public sealed record SplitException(string Tag, string Value, SplitFractions Fractions);
