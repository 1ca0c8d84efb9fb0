using TinyEdge.Fuzzing;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Tests.Fuzzing;

/// <summary>The part of the fuzzing that runs every time: corpus, seeds and the first inputs of each target. The long runs are a command.</summary>
[Collection(nameof(FuzzCollection))]
public sealed class FuzzTargetTests
{
    public static TheoryData<string> Targets => [.. TargetCatalog.Names];

    /// <summary>Inputs that take each target about a second of one core.</summary>
    public static TheoryData<string, int> SmallPart => new()
    {
        { "bundle", 12_000 },
        { "keyring", 30_000 },
        { "bootrecord", 200_000 },
        { "records", 200_000 },
        { "http", 16_000 },
        { "console", 12_000 },
        { "line", 40_000 },
        { "deployment", 6_000 },
        { "tflite", 30_000 },
        { "csv", 30_000 },
        { "wav", 60_000 },
        { "model", 30_000 },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void P25_Run_EveryFileOfTheCorpus_KeepsEveryPromise(string name)
    {
        FuzzGuard guard = new(TargetCatalog.Find(name)!);
        IReadOnlyList<(string Name, byte[] Bytes)> corpus = Corpus.Of(name);
        Assert.NotEmpty(corpus);
        foreach ((string file, byte[] bytes) in corpus)
        {
            FuzzFailure? failure = guard.Run(bytes);
            Assert.True(failure is null, $"{file}: {failure?.Detail}");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Run_EverySeed_IsAcceptedOrIsThereToBeRefused(string name)
    {
        FuzzTarget target = TargetCatalog.Find(name)!;
        FuzzGuard guard = new(target);
        int accepted = 0;
        foreach (byte[] seed in target.Seeds().Concat(Corpus.Of(name).Select(file => file.Bytes)))
        {
            Assert.Null(guard.Run(seed));
            accepted += guard.Outcome == 0 ? 1 : 0;
        }

        // A fuzzer that begins with nothing good never gets behind the first check.
        Assert.True(accepted > 0, name);
    }

    /// <summary>P26 is among the promises of bundle, http, console and line: each input is also fed in pieces.</summary>
    [Theory]
    [MemberData(nameof(SmallPart))]
    public void P25_P26_Run_FirstInputs_NoPromiseIsBroken(string name, int inputs)
    {
        FuzzRunner runner = new(TargetCatalog.Find(name)!, Corpus.Of(name).Select(file => file.Bytes));

        FuzzSummary summary = runner.Run(seed: 1, first: 0, inputs);

        Assert.True(summary.Findings.Count == 0, string.Join("\n", summary.Findings.Select(finding => $"{finding.Id} {finding.Failure.Detail}")));
        Assert.Equal(inputs, summary.Inputs);
        Assert.InRange(summary.Accepted, 1, inputs - 1);
    }

    [Fact]
    public void Catalog_EveryTarget_IsInTheSmallPartAndHasItsName()
    {
        Assert.Equal(TargetCatalog.Names, SmallPart.Select(row => (string)row[0]));
        Assert.All(TargetCatalog.Names, name => Assert.Equal(name, TargetCatalog.Find(name)!.Name));
        Assert.Null(TargetCatalog.Find("nothing"));
    }
}
