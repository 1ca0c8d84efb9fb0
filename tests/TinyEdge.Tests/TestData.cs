namespace TinyEdge.Tests;

/// <summary>
/// Finds the test material that does not belong to this repository: real recordings and goldens that nobody here wrote.
/// Looked for in TINYEDGE_DATA, then in shared/data beside the repository.
/// </summary>
public static class TestData
{
    private static readonly Lazy<string?> s_root = new(Find);

    public static string? Root => s_root.Value;

    public static string PathOf(params string[] parts)
    {
        string root = Root ?? throw new InvalidOperationException("Test data is missing; the test should have been skipped by [DataFact].");
        return Path.Combine([root, .. parts]);
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("TINYEDGE_DATA");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? named : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(Path.Combine(candidate, "tflite")))
            {
                return candidate;
            }
        }

        return null;
    }
}

/// <summary>A fact that needs the external test data and is reported as skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute()
    {
        if (TestData.Root is null)
        {
            Skip = "External test data not found: set TINYEDGE_DATA or put shared/data beside the repository.";
        }
    }
}

/// <summary>A theory that needs the external test data and is reported as skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataTheoryAttribute : TheoryAttribute
{
    public DataTheoryAttribute()
    {
        if (TestData.Root is null)
        {
            Skip = "External test data not found: set TINYEDGE_DATA or put shared/data beside the repository.";
        }
    }
}
