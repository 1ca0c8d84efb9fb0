using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Commands;

/// <summary>Runs one input again: by its id, or from a file.</summary>
internal static class ReplayCommand
{
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        Options? options = Options.Parse(args, ["--target"], []);
        if (options is null || options.Rest.Count == 0)
        {
            return Usage.Print(error, "Name an id, or a target and files.");
        }

        string? name = options.Text("--target");
        if (name is null)
        {
            return FuzzId.TryParse(options.Rest[0], out FuzzId id) && TargetCatalog.Find(id.Target) is FuzzTarget found
                ? Replay(found, id.ToString(), Remake(found, id), output)
                : Usage.Print(error, $"'{options.Rest[0]}' is not TARGET:SEED:INDEX.");
        }

        if (TargetCatalog.Find(name) is not FuzzTarget target)
        {
            return Usage.Print(error, $"There is no target '{name}'.");
        }

        int failed = 0;
        foreach (string path in options.Rest)
        {
            failed |= Replay(target, path, File.ReadAllBytes(path), output);
        }

        return failed;
    }

    private static byte[] Remake(FuzzTarget target, FuzzId id) => new FuzzRunner(target, Corpus.Of(id.Target).Select(file => file.Bytes)).Input(id);

    private static int Replay(FuzzTarget target, string name, byte[] input, TextWriter output)
    {
        FuzzGuard guard = new(target);
        FuzzFailure? failure = guard.Run(input);
        output.WriteLine(failure is null ? $"{name}: {input.Length} bytes, answer {guard.Outcome}, everything held" : $"{name}: {input.Length} bytes\n{failure.Detail}\n{Convert.ToHexStringLower(input)}");
        return failure is null ? 0 : 1;
    }
}
