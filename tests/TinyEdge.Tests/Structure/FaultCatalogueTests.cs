using System.Reflection;
using Xunit.Sdk;

namespace TinyEdge.Tests.Structure;

/// <summary>The tables in tests/faults against the catalogue's ids and against the tests that exist.</summary>
public class FaultCatalogueTests
{
    private const int MinReasonLength = 20;

    private static readonly (char Letter, int Count)[] s_parts = [('P', 26), ('S', 20), ('V', 23), ('T', 19), ('F', 25), ('R', 30), ('C', 8), ('H', 8)];

    private static readonly string[] s_noTest = ["does not apply", "not yet"];

    private static readonly ILookup<string, Type> s_classes = typeof(FaultCatalogueTests).Assembly.GetTypes().ToLookup(type => type.Name);

    [RepositoryFact]
    public void EveryCase_OfTheCatalogue_HasExactlyOneRow()
    {
        string[] expected = [.. s_parts.SelectMany(part => Enumerable.Range(1, part.Count).Select(number => $"{part.Letter}{number:D2}")).Order()];
        Assert.Equal(159, expected.Length);
        Assert.Equal(expected, FaultTable.Rows.Where(row => row.File != "Rules.md").Select(row => row.Id).Order());
    }

    [RepositoryFact]
    public void EveryRule_AndInvariant_HasExactlyOneRow()
    {
        IEnumerable<string> rules = FaultTable.Rows.Where(row => row.File == "Rules.md").Select(row => row.Id);
        string[] expected = [.. Enumerable.Range(1, 10).Select(number => $"R{number}"), .. Enumerable.Range(1, 7).Select(number => $"I{number}")];
        Assert.Equal(expected.Order(), rules.Order());
    }

    [RepositoryFact]
    public void EveryRow_InAFile_BelongsThere()
    {
        Assert.Empty(FaultTable.Rows.Where(row => row.File != "Rules.md" && row.File != $"{row.Id[0]}.md").Select(row => $"{row.File}: {row.Id}"));
    }

    [RepositoryFact]
    public void EveryRow_WithATest_NamesOneThatExistsAndCarriesTheId()
    {
        Assert.Empty(FaultTable.Rows.Where(row => !SaysWhyNot(row)).SelectMany(row =>
            row.Tests.Count == 0 ? [$"{row.Id}: neither a test nor a reason"] : row.Tests.Select(name => Complaint(row.Id, name, mustCarry: true))).OfType<string>());
    }

    [RepositoryFact]
    public void EveryRow_WithoutATest_SaysWhy()
    {
        FaultRow[] without = [.. FaultTable.Rows.Where(SaysWhyNot)];
        Assert.All(without, row => Assert.True(ReasonOf(row).Length >= MinReasonLength, $"{row.Id}: the reason is too short"));
        Assert.Empty(without.SelectMany(row => row.Tests.Select(name => Complaint(row.Id, name, mustCarry: false))).OfType<string>());
    }

    [Theory]
    [InlineData("T01", "AuthenticationTests.T01_Execute_NoSuchTest", true)]
    [InlineData("T01", "NoSuchTests.T01_Execute_ReplayedAnswer_IsRefused", true)]
    [InlineData("T02", "AuthenticationTests.T01_Execute_ReplayedAnswer_IsRefused", true)]
    [InlineData("T01", "AuthenticationTests.T01_Execute_ReplayedAnswer_IsRefused", false)]
    public void Complaint_AboutANamedTest_IsMadeWhenItIsWrong(string id, string name, bool expected)
    {
        Assert.Equal(expected, Complaint(id, name, mustCarry: true) is not null);
    }

    private static bool SaysWhyNot(FaultRow row) => s_noTest.Any(start => row.Covered.StartsWith(start, StringComparison.Ordinal));

    private static string ReasonOf(FaultRow row) => row.Covered[(row.Covered.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();

    /// <summary>What is wrong with a test that a row names; null when nothing is.</summary>
    private static string? Complaint(string id, string name, bool mustCarry)
    {
        string[] parts = name.Split('.');
        MethodInfo[] methods = [.. s_classes[parts[0]].SelectMany(type => type.GetMethods()).Where(method => method.Name == parts[1] && method.IsDefined(typeof(FactAttribute)))];
        if (methods.Length == 0)
        {
            return $"{id}: there is no test {name}";
        }

        return !mustCarry || parts[1].Split('_').Contains(id) || methods.Any(method => CarriesInData(method, id)) ? null : $"{id}: {name} does not carry the id";
    }

    /// <summary>True when a row of a theory's data shows the id.</summary>
    private static bool CarriesInData(MethodInfo method, string id) =>
        method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)).Any(row => row.Any(value => value?.ToString()?.Contains(id, StringComparison.Ordinal) == true));
}
