using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TinyEdge.Faults.Mutants;

/// <summary>Compiles a device assembly from its sources, as its host project does, with or without a seeded bug.</summary>
internal sealed partial class MutantCompiler(string repository)
{
    private const string BclShim = "TinyEdge.NanoShim.Bcl";

    private static readonly Lazy<MetadataReference[]> s_framework = new(() =>
        [.. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Where(IsManaged).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <param name="project">Name of the assembly.</param>
    /// <param name="edits">Changes of its sources; none for the assembly as it is.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InvalidOperationException">An edit does not fit, or what comes out is no C#.</exception>
    public byte[] Compile(string project, IReadOnlyList<SourceEdit> edits)
    {
        List<SourceEdit> left = [.. edits];
        CSharpParseOptions parse = new(LanguageVersionOf(project));
        List<SyntaxTree> trees = [];
        foreach (string file in SourcesOf(project))
        {
            string text = File.ReadAllText(Path.Combine(repository, file));
            foreach (SourceEdit edit in edits.Where(edit => edit.File == file))
            {
                text = edit.Apply(text);
                left.Remove(edit);
            }

            trees.Add(CSharpSyntaxTree.ParseText(text, parse, file));
        }

        return left.Count == 0 ? Emit(project, trees) : throw new InvalidOperationException($"{left[0].File} is no source of {project}.");
    }

    private static byte[] Emit(string project, List<SyntaxTree> trees)
    {
        CSharpCompilationOptions options = new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true);
        CSharpCompilation compilation = CSharpCompilation.Create(project, trees, References(project), options);
        using MemoryStream image = new();
        Diagnostic? error = compilation.Emit(image).Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error is null ? image.ToArray() : throw new InvalidOperationException($"{project} with a seeded bug does not compile: {error}");
    }

    private IEnumerable<string> SourcesOf(string project)
    {
        string folder = $"firmware/{project}/";
        string items = File.ReadAllText(Path.Combine(repository, folder + project + ".projitems"));
        foreach (Match match in CompileItem().Matches(items))
        {
            string path = Path.GetFullPath(Path.Combine(repository, folder, match.Groups[1].Value));
            yield return Path.GetRelativePath(repository, path).Replace('\\', '/');
        }

        if (project == "TinyEdge.Firmware")
        {
            yield return "firmware/TinyEdge.Firmware.Host/DeviceNames.cs";
        }
    }

    private static LanguageVersion LanguageVersionOf(string project) => project == "TinyEdge.Firmware" ? LanguageVersion.CSharp10 : LanguageVersion.CSharp9;

    private static IEnumerable<MetadataReference> References(string project)
    {
        IEnumerable<string> own = Directory.GetFiles(AppContext.BaseDirectory, "TinyEdge.*.dll")
            .Where(path => Path.GetFileNameWithoutExtension(path) is "TinyEdge.Bundles" or "TinyEdge.Kernels" or "TinyEdge.Runtime" or "TinyEdge.App" or "TinyEdge.NanoShim" or BclShim)
            .Where(path => Path.GetFileNameWithoutExtension(path) != project && !(project == "TinyEdge.Runtime" && Path.GetFileNameWithoutExtension(path) is not ("TinyEdge.Bundles" or "TinyEdge.Kernels")));
        return s_framework.Value.Concat(own.Select(path => MetadataReference.CreateFromFile(
            path, Path.GetFileNameWithoutExtension(path) == BclShim ? new MetadataReferenceProperties(aliases: ["nano"]) : default)));
    }

    private static bool IsManaged(string path)
    {
        string name = Path.GetFileName(path);
        return name.StartsWith("System.", StringComparison.Ordinal) && !name.Contains(".Native", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll";
    }

    [GeneratedRegex("""<Compile Include="\$\(MSBuildThisFileDirectory\)([^"]+)" />""")]
    private static partial Regex CompileItem();
}
