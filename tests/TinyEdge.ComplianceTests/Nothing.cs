namespace TinyEdge.ComplianceTests;

/// <summary>Asserts that a check found nothing, and shows all that it found: the library's own message cuts each line short.</summary>
internal static class Nothing
{
    public static void In(IEnumerable<object> findings)
    {
        string[] lines = [.. findings.Select(finding => finding.ToString()!)];
        if (lines.Length != 0)
        {
            Assert.Fail($"{lines.Length} found:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");
        }
    }
}
