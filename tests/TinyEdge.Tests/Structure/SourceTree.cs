using System.Diagnostics;

namespace TinyEdge.Tests.Structure;

/// <summary>The source tree that these tests were built from.</summary>
internal static class SourceTree
{
    private static readonly string[] s_builtFolders = ["bin", "obj", ".git", ".vs", "TestResults", "BenchmarkDotNet.Artifacts", "artifacts", "demo-output", "packages"];

    private static readonly Lazy<IReadOnlyList<string>> s_files = new(() => ListByGit() ?? ListByFolder());

    public static string? Root => Repository.RootOrNull;

    /// <summary>Relative paths with '/', of what git tracks, or of everything but build output where there is no git.</summary>
    public static IReadOnlyList<string> Files => s_files.Value;

    /// <summary>Folders of the sources that the device compiles.</summary>
    public static IReadOnlyList<string> DeviceFolders { get; } =
        ["shared/TinyEdge.Bundles", "firmware/TinyEdge.Kernels", "firmware/TinyEdge.Runtime", "firmware/TinyEdge.App", "firmware/TinyEdge.Firmware", "tests/TinyEdge.NanoTests"];

    /// <summary>C# sources of the device, and those of sample applications, which run there too.</summary>
    public static IEnumerable<string> DeviceSources =>
        Directory.EnumerateDirectories(PathOf("samples")).Select(Relative).Concat(DeviceFolders).SelectMany(SourcesIn);

    public static string PathOf(string relative) => Path.Combine(Root ?? throw new InvalidOperationException("The test should have been skipped by [RepositoryFact]."), relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative)).ReplaceLineEndings("\n");

    /// <summary>Every .cs file below a folder, build output left out.</summary>
    public static IEnumerable<string> SourcesIn(string folder) =>
        Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories).Select(Relative).Where(IsSource);

    private static string Relative(string path) => Path.GetRelativePath(Root!, path).Replace('\\', '/');

    private static bool IsSource(string relative) => !relative.Split('/').Any(part => s_builtFolders.Contains(part));

    private static List<string>? ListByGit()
    {
        try
        {
            ProcessStartInfo start = new("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process git = Process.Start(start)!;
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(PathOf(file)))] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static List<string> ListByFolder() =>
        [.. Directory.EnumerateFiles(Root!, "*", SearchOption.AllDirectories).Select(Relative).Where(IsSource)];
}

/// <summary>A fact about the source tree; reported as skipped where the tests run without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RepositoryFactAttribute : FactAttribute
{
    public RepositoryFactAttribute()
    {
        if (SourceTree.Root is null)
        {
            Skip = "TinyEdge.sln not found above the test assembly: the tests do not run from the source tree.";
        }
    }
}
