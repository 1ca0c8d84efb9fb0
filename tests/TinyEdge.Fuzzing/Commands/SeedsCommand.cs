using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Commands;

/// <summary>Writes what a target begins with, one file an input.</summary>
internal static class SeedsCommand
{
    public static int Run(string[] args, TextWriter error)
    {
        Options? options = Options.Parse(args, ["--target", "--to"], []);
        if (options?.Text("--target") is not string name || options.Text("--to") is not string folder || TargetCatalog.Find(name) is not FuzzTarget target)
        {
            return Usage.Print(error, "Name a target and a folder.");
        }

        Directory.CreateDirectory(folder);
        int number = 0;
        foreach (byte[] seed in target.Seeds().Concat(Corpus.Of(name).Select(file => file.Bytes)))
        {
            File.WriteAllBytes(Path.Combine(folder, $"{number++:d3}.bin"), seed);
        }

        return 0;
    }
}
