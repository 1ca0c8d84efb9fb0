using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Commands;

/// <summary>A run of the deterministic fuzzer over one target or all of them.</summary>
internal static class RunCommand
{
    private const int Hangs = 3;
    private const long DefaultInputs = 100_000;
    private const string DefaultFindings = "fuzz-findings";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        Options? options = Options.Parse(args, ["--target", "--inputs", "--seed", "--first", "--minutes", "--report", "--findings"], ["--minimise"]);
        if (options is null || options.Rest.Count > 0 || options.Text("--target") is not string wanted
            || !options.TryNumber("--inputs", DefaultInputs, out long inputs) || !options.TryNumber("--seed", 1, out long seed)
            || !options.TryNumber("--first", 0, out long first) || !options.TryNumber("--minutes", 0, out long minutes))
        {
            return Usage.Print(error, "A target is missing, or an option is not as it must be.");
        }

        string[] names = wanted == "all" ? [.. TargetCatalog.Names] : [wanted];
        if (TargetCatalog.Find(names[0]) is null)
        {
            return Usage.Print(error, $"There is no target '{wanted}'; there are {string.Join(", ", TargetCatalog.Names)}.");
        }

        List<FuzzSummary> summaries = [];
        foreach (string name in names)
        {
            FuzzSummary summary = RunTarget(name, (ulong)seed, first, inputs, TimeSpan.FromMinutes(minutes), error);
            Tell(summary, options, output, error);
            summaries.Add(summary);
            FuzzReport.Append(options.Text("--report"), summary);
        }

        return summaries.Any(summary => summary.Findings.Count > 0) ? 1 : 0;
    }

    private static FuzzSummary RunTarget(string name, ulong seed, long first, long inputs, TimeSpan limit, TextWriter error)
    {
        FuzzRunner runner = new(TargetCatalog.Find(name)!, Corpus.Of(name).Select(file => file.Bytes));
        ProgressLine progress = new(name, inputs, limit, error);
        using Timer watch = Watch(runner, name, seed, error);
        return runner.Run(seed, first, inputs, progress.GoOn);
    }

    /// <summary>An input that takes a minute of the processor is a hang, however busy the machine is; the process ends, for there is no way to stop it.</summary>
    private static Timer Watch(FuzzRunner runner, string name, ulong seed, TextWriter error)
    {
        long last = -1;
        TimeSpan used = TimeSpan.Zero;
        return new Timer(
            _ =>
            {
                long current = runner.Current;
                if (current != last)
                {
                    used = Environment.CpuUsage.TotalTime;
                }
                else if (Environment.CpuUsage.TotalTime - used >= s_patience)
                {
                    error.WriteLine($"{new FuzzId(name, seed, current)} has been running for {s_patience.TotalSeconds} s: it hangs.");
                    Environment.Exit(Hangs);
                }

                last = current;
            },
            null,
            s_patience,
            s_patience);
    }

    private static void Tell(FuzzSummary summary, Options options, TextWriter output, TextWriter error)
    {
        output.WriteLine(FuzzReport.Line(summary));
        foreach (FuzzFinding finding in summary.Findings)
        {
            byte[] input = options.Has("--minimise") ? Minimiser.ForFailure(TargetCatalog.Find(summary.Target)!, finding.Failure.Kind).Minimise([.. finding.Input]) : finding.Input;
            string folder = options.Text("--findings") ?? DefaultFindings;
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, $"{finding.Id.ToString().Replace(':', '-')}.bin");
            File.WriteAllBytes(path, input);
            output.WriteLine($"{finding.Id}  {path} ({input.Length} bytes)\n  {finding.Failure.Kind}");
            error.WriteLine(finding.Failure.Detail);
        }
    }
}
