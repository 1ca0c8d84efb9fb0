using System.Text.RegularExpressions;

namespace TinyEdge.Tests.Structure;

/// <summary>What must not be left in a tracked file: it would be wrong on every machine but one.</summary>
public class RepositoryTests
{
    private const int MaxTextBytes = 4 * 1024 * 1024;

    // With a bar inside, so that this file does not contain what it looks for.
    private static readonly string[] s_leftovers = ["/wo|rk/", "/ro|ot/", "/ho|me/", "nug|et.org", "np|mjs", "C:\\U|sers", "Co-Autho|red-By"];

    private static readonly string[] s_tools = ["ag|ent", "ag|ents", "cop|ilot", "cla|ude", "chat|gpt", "cod|ex"];

    [RepositoryFact]
    public void Files_OfTheRepository_NameNoMachineAndNoRegistry()
    {
        Regex leftovers = new(string.Join('|', s_leftovers.Select(text => Regex.Escape(Joined(text)))), RegexOptions.IgnoreCase);
        Regex tools = new($@"(?<!User-)\b(?:{string.Join('|', s_tools.Select(Joined))})\b", RegexOptions.IgnoreCase);
        Assert.Empty(Find(leftovers).Concat(Find(tools)));
    }

    /// <summary>Temporary files are asked of the system, not put at a fixed place.</summary>
    [RepositoryFact]
    public void Sources_OfTheRepository_NameNoTemporaryFolder()
    {
        Assert.Empty(Find(new Regex("^(?!.*//).*\"/tm" + "p/", RegexOptions.Multiline), file => file.EndsWith(".cs", StringComparison.Ordinal)));
    }

    [RepositoryFact]
    public void Scripts_OfTheRepository_HaveUnixLineEnds()
    {
        foreach (string script in Repository.Files.Where(file => file.EndsWith(".sh", StringComparison.Ordinal) || file is "tinyedge" or ".ci/run"))
        {
            Assert.False(File.ReadAllText(Repository.PathOf(script)).Contains('\r'), script);
        }
    }

    private static IEnumerable<string> Find(Regex pattern, Func<string, bool>? only = null)
    {
        foreach (string file in Repository.Files.Where(file => only is null || only(file)))
        {
            byte[] bytes = File.ReadAllBytes(Repository.PathOf(file));
            if (bytes.Length > MaxTextBytes || bytes.AsSpan(0, Math.Min(bytes.Length, 8000)).Contains((byte)0))
            {
                continue;
            }

            string text = System.Text.Encoding.UTF8.GetString(bytes);
            foreach (Match match in pattern.Matches(text))
            {
                yield return $"{file}({text.AsSpan(0, match.Index).Count('\n') + 1}): {match.Value.Trim()}";
            }
        }
    }

    private static string Joined(string text) => text.Replace("|", string.Empty, StringComparison.Ordinal);
}
