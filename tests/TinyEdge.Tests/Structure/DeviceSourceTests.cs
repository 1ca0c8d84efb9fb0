using System.Text.RegularExpressions;

namespace TinyEdge.Tests.Structure;

/// <summary>
/// What the device's compiler or interpreter does not have, or has and gets wrong, as far as text can tell. Comments and string
/// contents are blanked first, so that a word in them is no finding. A gate over the compiled IL comes on top of it.
/// </summary>
public partial class DeviceSourceTests
{
    private static readonly (string Name, Regex Pattern)[] s_forbidden =
    [
        ("System.Linq", new(@"\bSystem\.Linq\b")),
        ("generic collections", new(@"\bSystem\.Collections\.Generic\b")),
        ("generic type or method", new(@"\b(?:class|struct|interface|delegate\s+\w+)\s+\w+\s*<|\b\w+<\w[\w\[\], ]*>\s*\(")),
        ("async and await", new(@"\b(?:async|await)\b")),
        ("yield", new(@"\byield\s+(?:return|break)\b")),
        ("stackalloc", new(@"\bstackalloc\b")),
        ("checked arithmetic, which never throws there", new(@"\bchecked\s*[({]")),
        ("volatile", new(@"\bvolatile\b")),
        ("array of several dimensions", new(@"\[\s*,[\s,]*\]|\bnew\s+\w+\s*\[[^\[\]]+,[^\[\]]+\]")),
        ("string interpolation", new("\\$@?\"|@\\$\"")),
        ("preprocessor directive", new(@"^\s*#\s*(?:if|elif|else|endif|define|undef|region|endregion|pragma|nullable)\b", RegexOptions.Multiline)),
        ("floating point Math", new(@"\bMath\.(?:Sin|Cos|Tan|Exp|Log|Log10|Pow|Sqrt|Round)\b")),
        ("decimal", new(@"\bdecimal\b")),
        ("dynamic", new(@"\bdynamic\b")),
        ("record type", new(@"\brecord\s+(?:class\s+|struct\s+)?[A-Z]\w*\s*[({:;]")),
        ("Span", new(@"\b(?:ReadOnly)?Span<")),
        ("nullable value or null-conditional access", new(@"\w\?\.\w|\?\[|\b(?:int|long|byte|short|uint|bool)\?\s")),
        ("range or index from the end", new(@"\[\s*\^|\[[^\]\n]*\.\.[^\]\n]*\]")),
        ("file-scoped namespace", new(@"^namespace\s+[\w.]+;", RegexOptions.Multiline)),
        ("mutable static field", new(@"^\s*(?:(?:public|private|internal|protected)\s+)*static\s+(?!readonly\b|class\b|explicit\b|implicit\b|extern\b)[\w.\[\]]+\s+\w+\s*(?:=[^>]|;)", RegexOptions.Multiline)),
    ];

    [RepositoryFact]
    public void Sources_OfTheDevice_HaveNothingThatItLacks()
    {
        List<string> findings = [];
        foreach (string file in Repository.DeviceSources)
        {
            string text = Repository.Read(file);
            string code = WithoutCommentsAndTexts(text);
            foreach ((string name, Regex pattern) in s_forbidden)
            {
                findings.AddRange(pattern.Matches(code).Select(match => $"{file}({LineOf(code, match.Index)}): {name}"));
            }

            findings.AddRange(LonelyTodo().Matches(text).Select(match => $"{file}({LineOf(text, match.Index)}): TODO that does not say what is missing"));
        }

        Assert.Empty(findings);
    }

    /// <summary>The patterns themselves: each finds its own kind and leaves ordinary device code alone.</summary>
    [Theory]
    [InlineData("using System.Linq;", "System.Linq")]
    [InlineData("using System.Collections.Generic;", "generic collections")]
    [InlineData("int a = Pick<int>(b);", "generic type or method")]
    [InlineData("class Ring<T>", "generic type or method")]
    [InlineData("yield return 1;", "yield")]
    [InlineData("int a = checked(b + c);", "checked arithmetic, which never throws there")]
    [InlineData("private volatile int _a;", "volatile")]
    [InlineData("int[,] a;", "array of several dimensions")]
    [InlineData("a = new int[2, 3];", "array of several dimensions")]
    [InlineData("#if DEBUG", "preprocessor directive")]
    [InlineData("int? a = null;", "nullable value or null-conditional access")]
    [InlineData("a = b?.Length;", "nullable value or null-conditional access")]
    [InlineData("a = b[^1];", "range or index from the end")]
    [InlineData("namespace A.B;", "file-scoped namespace")]
    [InlineData("    private static int s_count;", "mutable static field")]
    [InlineData("    public static byte[] Table = new byte[3];", "mutable static field")]
    [InlineData("string s = $\"{a}\";", "string interpolation")]
    public void Patterns_OnWhatTheyAreFor_FindIt(string code, string expected)
    {
        Assert.Equal([expected], s_forbidden.Where(entry => entry.Pattern.IsMatch(WithoutCommentsAndTexts(code))).Select(entry => entry.Name));
    }

    [Theory]
    [InlineData("// async, volatile and [,] are forbidden")]
    [InlineData("string s = \"yield return $ #if\";")]
    [InlineData("    private static readonly byte[] s_rows = new byte[3];")]
    [InlineData("    public static int Compute(int a) { return a << 2; }")]
    [InlineData("bool less = a < b && c > (d);")]
    [InlineData("int a = flag ? 1 : b[0];")]
    [InlineData("BootRecord record = _record;")]
    [InlineData("    public static class Bank")]
    [InlineData("char c = '\"'; int x = 1; // it's")]
    public void Patterns_OnDeviceCode_FindNothing(string code)
    {
        Assert.Empty(s_forbidden.Where(entry => entry.Pattern.IsMatch(WithoutCommentsAndTexts(code))).Select(entry => entry.Name));
    }

    /// <summary>Blanks comments and the contents of strings and characters; every line keeps its number.</summary>
    private static string WithoutCommentsAndTexts(string text) =>
        CommentOrText().Replace(text, match => match.Value[0] switch
        {
            '/' => new string([.. match.Value.Select(c => c == '\n' ? '\n' : ' ')]),
            '\'' => "' '",
            _ => match.Value[..(match.Value.IndexOf('"') + 1)] + "\"",
        });

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\$?@?\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""", RegexOptions.Singleline)]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"\bTODO\b(?!: \S+ \S+ \S+)")]
    private static partial Regex LonelyTodo();
}
