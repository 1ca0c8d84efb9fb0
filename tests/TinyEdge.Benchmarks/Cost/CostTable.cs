using System.Diagnostics;
using System.Globalization;
using TinyEdge.CostProfiler;

namespace TinyEdge.Benchmarks.Cost;

/// <summary>
/// The figures that the device's code must reach, counted in IL instructions on this machine and the same on every one: plain kernels, what
/// a device runs, most that is allowed, what is aimed at. Fails when a figure is missed.
/// </summary>
internal static class CostTable
{
    private const int DefaultInputs = 10_000;
    private const string Heading = "| IL instructions, dearest of all inputs | plain | fast | must | aim | reached | inputs |";
    private const string Rule = "|---|---|---|---|---|---|---|";

    /// <param name="args">Nothing, or how many inputs a line gets.</param>
    /// <returns>0 when every figure is reached, 1 when one is not, 2 for a wrong argument.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter narration)
    {
        int count = DefaultInputs;
        if (args.Length > 1 || (args.Length == 1 && (!int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 100)))
        {
            narration.WriteLine("usage: cost [inputs, 100 or more; default 10000]");
            return 2;
        }

        Stopwatch watch = Stopwatch.StartNew();
        CostInputs inputs = new(count);
        narration.WriteLine($"over {inputs.Origin}, and as much synthetic and adversarial input");
        List<CostLine> lines = [];
        output.WriteLine(Heading);
        output.WriteLine(Rule);
        lock (DeviceImage.Gate)
        {
            foreach (Func<IEnumerable<CostLine>> measure in new CostLines(inputs, DeviceImage.Shared).All)
            {
                foreach (CostLine line in measure())
                {
                    lines.Add(line);
                    output.WriteLine(Row(line));
                }
            }
        }

        CostLine[] missed = [.. lines.Where(line => !line.IsReached)];
        int judged = lines.Count(line => line.Must is not null);
        narration.WriteLine($"{judged - missed.Length} of {judged} figures reached, in {watch.Elapsed.TotalSeconds:0} s");
        foreach (CostLine line in missed)
        {
            narration.WriteLine($"missed: {line.Name}: {Text(line.Fast)} instead of at most {Text(line.Must)}");
        }

        return missed.Length == 0 ? 0 : 1;
    }

    private static string Row(CostLine line) =>
        $"| {line.Name} | {Text(line.Plain)} | {Text(line.Fast)} | {Text(line.Must)} | {Text(line.Aim)} | {Reached(line)} | {line.Inputs.ToString("N0", CultureInfo.InvariantCulture)} |";

    private static string Reached(CostLine line) => line.Must is null ? "-" : line.IsReached ? "yes" : "NO";

    // Whole numbers for counts, more digits for ratios and for instructions a multiply-accumulate.
    private static string Text(double? value) => value switch
    {
        null => "-",
        >= 100 or 0 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
        >= 2 => value.Value.ToString("0.0#", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.0##", CultureInfo.InvariantCulture),
    };
}
