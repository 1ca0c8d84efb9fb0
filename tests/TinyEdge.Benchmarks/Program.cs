using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using TinyEdge.Benchmarks.Cost;
using TinyEdge.Benchmarks.Training;

namespace TinyEdge.Benchmarks;

/// <summary>
/// Times of the device's code on this machine, not on the device. Arguments are BenchmarkDotNet's; <c>--quick</c> runs each
/// benchmark once, for a short time and in this process: it shows that everything runs, and its figures are rough (allocations too).
/// <c>cost</c> counts instead of timing: what the device executes, the same on every machine, see <see cref="CostTable"/>; <c>training</c> times the companion's training, see <see cref="TrainingTimes"/>.
/// </summary>
internal static class Program
{
    private const string Quick = "--quick";
    private const string CostCommand = "cost";

    private const string TrainingCommand = "training";

    private static int Main(string[] args)
    {
        if (args is [CostCommand, .. string[] rest])
        {
            return CostTable.Run(rest, Console.Out, Console.Error);
        }

        if (args is [TrainingCommand])
        {
            return TrainingTimes.Run(Console.Out);
        }

        bool isQuick = args.Contains(Quick);
        string[] passedOn = [.. args.Where(arg => arg != Quick)];
        if (isQuick && passedOn.Length == 0)
        {
            passedOn = ["--filter", "*"];
        }

        IConfig shown = DefaultConfig.Instance.AddColumn(StatisticColumn.OperationsPerSecond);
        IConfig config = isQuick ? shown.AddJob(QuickJob()) : shown;
        Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(passedOn, config)];
        bool isListing = passedOn.Contains("--list") || passedOn.Contains("--help");
        bool succeeded = summaries.Length > 0 && summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success));
        return succeeded || isListing ? 0 : 1;
    }

    private static Job QuickJob() => Job.Default
        .WithRuntime(CoreRuntime.Core10_0)
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithIterationTime(TimeInterval.FromMilliseconds(100))
        .WithLaunchCount(1)
        .WithWarmupCount(2)
        .WithIterationCount(3)
        .WithId("Quick");
}
