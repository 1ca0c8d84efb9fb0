namespace TinyEdge.Fuzzing.Commands;

/// <summary>Lists what is fuzzed.</summary>
internal static class TargetsCommand
{
    public static int Run(TextWriter output)
    {
        foreach (string name in TargetCatalog.Names)
        {
            Engine.FuzzTarget target = TargetCatalog.Find(name)!;
            output.WriteLine($"{name} ({target.Seeds().Count()} seeds, {Corpus.Of(name).Count} files in the corpus, inputs up to {target.MaxBytes} bytes)");
            output.WriteLine($"  fed:       {target.Feeds}");
            output.WriteLine($"  must hold: {target.Promises}");
        }

        return 0;
    }
}
