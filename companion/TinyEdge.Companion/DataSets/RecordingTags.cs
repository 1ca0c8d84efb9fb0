using TinyEdge.Companion.Bundling;

namespace TinyEdge.Companion.DataSets;

/// <summary>
/// Under which conditions a recording was made, by a fixed list of tags: what makes signals differ in the field, and nothing about when or
/// by whom. Two recordings with the same tags are of the same stratum.
/// </summary>
public sealed class RecordingTags : IEquatable<RecordingTags>
{
    private readonly string?[] _values;

    private RecordingTags(string?[] values) => _values = values;

    /// <summary>The tags there are, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> Names { get; } = ["machine", "speed", "mounting", "orientation", "temperature", "noise", "sensorAge"];

    public static RecordingTags None { get; } = new(new string?[7]);

    /// <summary>Value of a tag; null when it was not given.</summary>
    public string? this[string name] => _values[IndexOf(name)];

    /// <summary>The tags that were given, as <c>speed=low mounting=moving</c>; <c>untagged</c> when none was.</summary>
    public string Stratum => ToDictionary() is { Count: > 0 } given ? string.Join(' ', given.Select(t => $"{t.Key}={t.Value}")) : "untagged";

    /// <param name="values">Tag and value.</param>
    /// <param name="origin">The file or option they stand in, for messages.</param>
    /// <exception cref="DataSetException">An unknown tag, or a value that is no name.</exception>
    public static RecordingTags Of(IEnumerable<KeyValuePair<string, string>> values, string origin)
    {
        string?[] known = new string?[Names.Count];
        foreach ((string name, string value) in values)
        {
            int index = Enumerable.Range(0, Names.Count).FirstOrDefault(i => Names[i] == name, -1);
            if (index < 0)
            {
                throw new DataSetException($"{origin} cannot be used.", $"'{name}' is no tag of a recording.", $"Did you mean '{NearestName.Of(name, Names)}'? The tags are {string.Join(", ", Names)}; a data set holds nothing else about a recording.");
            }

            known[index] = SafeName.Require(value ?? string.Empty, $"value of tag {name}", origin);
        }

        return new RecordingTags(known);
    }

    /// <summary>The tags that were given, in the order of <see cref="Names"/>.</summary>
    public IReadOnlyDictionary<string, string> ToDictionary() =>
        Names.Select((name, i) => (name, Value: _values[i])).Where(t => t.Value is not null).ToDictionary(t => t.name, t => t.Value!);

    public bool Equals(RecordingTags? other) => other is not null && _values.SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as RecordingTags);

    public override int GetHashCode() => Stratum.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Stratum;

    private static int IndexOf(string name) => Enumerable.Range(0, Names.Count).FirstOrDefault(i => Names[i] == name, -1) is var i and >= 0
        ? i : throw new ArgumentException($"There is no tag {name}.", nameof(name));
}
