using System.Text.RegularExpressions;

namespace TinyEdge.Companion.DataSets;

/// <summary>
/// Names inside a data set: lower-case letters, digits, dot and dash, so that they are the same on every file system; and no date or
/// other long number, because a set carries neither time stamps nor what could identify a person.
/// </summary>
public static partial class SafeName
{
    /// <summary>Six digits are a date (240131) or a staff number before they are anything a model should know.</summary>
    private const string Rule = "Use lower-case letters, digits, '-' and '.', at most 48 in all, starting with a letter or digit, and no date or number of six digits or more.";

    /// <param name="kind">What the name is of, for the message.</param>
    /// <param name="origin">The file or option it stands in.</param>
    /// <returns>The name itself.</returns>
    /// <exception cref="DataSetException">It is no such name.</exception>
    public static string Require(string name, string kind, string origin) =>
        IsSafe(name) ? name : throw new DataSetException($"{origin} cannot be used.", $"The {kind} '{name}' is no name for a data set{Reason(name)}.", Rule);

    public static bool IsSafe(string name) => Allowed().IsMatch(name) && !DateLike().IsMatch(name);

    private static string Reason(string name) => DateLike().IsMatch(name) ? ": it holds what looks like a date or an identifying number" : string.Empty;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.\-]{0,47}\z")]
    private static partial Regex Allowed();

    [GeneratedRegex(@"[0-9]{6}|(?<![0-9])(19|20)[0-9]{2}[.\-][0-9]{1,2}(?![0-9])|(?<![0-9])[0-9]{1,2}[.\-][0-9]{1,2}[.\-](19|20)[0-9]{2}(?![0-9])")]
    private static partial Regex DateLike();
}
