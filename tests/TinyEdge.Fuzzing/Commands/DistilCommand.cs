using System.Globalization;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Commands;

/// <summary>Makes a corpus: of many inputs the smallest for each different answer, minimised.</summary>
internal static class DistilCommand
{
    private const long DefaultInputs = 100_000;
    private const long DefaultMost = 20;

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        Options? options = Options.Parse(args, ["--target", "--to", "--from", "--inputs", "--seed", "--most"], []);
        if (options?.Text("--target") is not string name || options.Text("--to") is not string folder || TargetCatalog.Find(name) is not FuzzTarget target
            || !options.TryNumber("--inputs", DefaultInputs, out long inputs) || !options.TryNumber("--seed", 1, out long seed) || !options.TryNumber("--most", DefaultMost, out long most))
        {
            return Usage.Print(error, "Name a target and a folder.");
        }

        IEnumerable<byte[]> all = options.Text("--from") is string from ? Directory.GetFiles(from).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : Made(target, (ulong)seed, inputs);
        Dictionary<int, byte[]> smallest = Smallest(target, all);
        Directory.CreateDirectory(folder);
        foreach ((int outcome, byte[] input) in smallest.OrderBy(pair => pair.Value.Length).ThenBy(pair => pair.Key).Take((int)most))
        {
            byte[] minimal = Minimiser.ForAnswer(target, outcome).Minimise([.. input]);
            File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"answer-{(uint)outcome}.bin")), minimal);
        }

        output.WriteLine($"{name}: {smallest.Count} different answers");
        return 0;
    }

    private static IEnumerable<byte[]> Made(FuzzTarget target, ulong seed, long inputs)
    {
        FuzzRunner runner = new(target, Corpus.Of(target.Name).Select(file => file.Bytes));
        for (long index = 0; index < inputs; index++)
        {
            yield return runner.Input(new FuzzId(target.Name, seed, index));
        }
    }

    private static Dictionary<int, byte[]> Smallest(FuzzTarget target, IEnumerable<byte[]> all)
    {
        Dictionary<int, byte[]> smallest = [];
        FuzzGuard guard = new(target);
        foreach (byte[] input in all)
        {
            if (guard.Run(input) is null && (!smallest.TryGetValue(guard.Outcome, out byte[]? known) || input.Length < known.Length))
            {
                smallest[guard.Outcome] = input;
            }
        }

        return smallest;
    }
}
