using System.Reflection;
using System.Text.Json;
using TinyEdge.Companion;

namespace TinyEdge.Faults.Mutants;

/// <summary>Runs the campaign against device code with a seeded bug, or, for comparison, against the same code compiled the same way without one.</summary>
public sealed class MutantRunner
{
    private readonly MutantCompiler _compiler;

    /// <param name="repository">Folder of the sources.</param>
    /// <exception cref="TinyEdgeException">The sources are not there.</exception>
    public MutantRunner(string repository)
    {
        _compiler = Directory.Exists(Path.Combine(repository, "firmware", "TinyEdge.Runtime"))
            ? new MutantCompiler(repository)
            : throw new TinyEdgeException(
                ExitCode.BadInput,
                "Seeded bugs need the device's sources.",
                $"There is no folder firmware/TinyEdge.Runtime in {repository}.",
                "Run the command inside a checkout of the repository.");
    }

    /// <summary>The folder at or above a path that holds the device's sources, or the path itself when none does.</summary>
    public static string FindRepository(string path)
    {
        for (DirectoryInfo? folder = new(path); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "firmware", "TinyEdge.Runtime")))
            {
                return folder.FullName;
            }
        }

        return path;
    }

    /// <param name="mutant">The bug.</param>
    /// <param name="scenarios">Scenarios to run, none for all.</param>
    /// <param name="threads">How many threads work.</param>
    /// <param name="stopsAtFailure">Whether one failure is enough; how many cases ran then depends on the threads.</param>
    public MutantFinding Run(Mutant mutant, IReadOnlyList<string> scenarios, int threads, bool stopsAtFailure = false) =>
        Run(mutant.Project, mutant.Edits, scenarios, threads, stopsAtFailure);

    /// <summary>The same, and nothing is wrong with the code.</summary>
    /// <param name="project">Assembly that is compiled anew.</param>
    /// <param name="scenarios">Scenarios to run, none for all.</param>
    /// <param name="threads">How many threads work.</param>
    public MutantFinding RunUnchanged(string project, IReadOnlyList<string> scenarios, int threads) => Run(project, [], scenarios, threads, stopsAtFailure: false);

    private MutantFinding Run(string project, IReadOnlyList<SourceEdit> edits, IReadOnlyList<string> scenarios, int threads, bool stopsAtFailure)
    {
        MutantContext context = new(project, _compiler.Compile(project, edits));
        try
        {
            Assembly faults = context.LoadFromAssemblyName(typeof(MutantEntry).Assembly.GetName());
            MethodInfo entry = faults.GetType(typeof(MutantEntry).FullName!, throwOnError: true)!.GetMethod(nameof(MutantEntry.Run))!;
            string found = (string)entry.Invoke(null, [string.Join(',', scenarios), threads, stopsAtFailure])!;
            return JsonSerializer.Deserialize<MutantFinding>(found)!;
        }
        finally
        {
            context.Unload();
        }
    }
}
