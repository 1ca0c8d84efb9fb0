using TinyEdge.Codegen;

const string Usage = """
    Rewrites the generated sources of the device (*.g.cs), which are part of the repository.
    usage: dotnet run --project tools/TinyEdge.Codegen [-- --check]
      --check   change nothing; name the files that are stale and exit with 1
    """;

bool isCheck = args is ["--check"];
if (args.Length > 0 && !isCheck)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

DirectoryInfo? root = new(Environment.CurrentDirectory);
while (root is not null && !File.Exists(Path.Combine(root.FullName, "TinyEdge.sln")))
{
    root = root.Parent;
}

if (root is null)
{
    Console.Error.WriteLine("TinyEdge.sln is not in this folder or above it: run this from within the repository.");
    return 2;
}

foreach (string path in isCheck ? SourceCatalog.Stale(root.FullName) : SourceCatalog.Write(root.FullName))
{
    Console.WriteLine($"{(isCheck ? "stale" : "written")}: {path}");
}

return isCheck && SourceCatalog.Stale(root.FullName).Count > 0 ? 1 : 0;
