using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Cli;

namespace TinyEdge.Tests.Faults.Desk;

/// <summary>What a key has signed is remembered, and what devices would refuse in the field is refused at the desk.</summary>
public sealed class ReleaseLedgerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;
    private readonly ReleaseLedger _ledger;

    public ReleaseLedgerTests()
    {
        _path = _folder.PathOf("key.pem.ledger");
        _ledger = new ReleaseLedger(_path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void C02_Note_SameSequenceForOtherContent_IsRefusedUnlessAllowedByName()
    {
        _ledger.Note(Entry(7, 0, 'a'));
        _ledger.Note(Entry(7, 0, 'a'));

        BundleException error = Assert.Throws<BundleException>(() => _ledger.Note(Entry(7, 0, 'b'), mayLowerFloor: true));
        Assert.Equal((ResultCode.SequenceConflict, ExitCode.BadInput), (error.Result, error.ExitCode));
        Assert.Contains("above 7", error.Remedy, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(_path));

        _ledger.Note(Entry(7, 0, 'b'), mayReuseSequence: true);
        _ledger.Note(Entry(7, 0, 'b'));
        Assert.Equal(2, File.ReadAllLines(_path).Length);
    }

    [Fact]
    public void C02_Note_FloorBelowAnEarlierRelease_IsRefusedUnlessAllowedByName()
    {
        _ledger.Note(Entry(7, 3, 'a'));
        _ledger.Note(Entry(8, 3, 'b'));

        Assert.Equal(ResultCode.SecurityFloorTooLow, Assert.Throws<BundleException>(() => _ledger.Note(Entry(9, 2, 'c'), mayReuseSequence: true)).Result);
        _ledger.Note(Entry(6, 0, 'd'));
        _ledger.Note(Entry(9, 2, 'c'), mayLowerFloor: true);
    }

    /// <summary>The bundle of a torn line never left; the line goes, and the ledger goes on.</summary>
    [Fact]
    public void C02_Note_LastLineTorn_IsDroppedAndTheLedgerGoesOn()
    {
        _ledger.Note(Entry(7, 0, 'a'));
        byte[] whole = File.ReadAllBytes(_path);
        for (int cut = 1; cut < whole.Length; cut += 7)
        {
            File.WriteAllBytes(_path, [.. whole, .. whole.AsSpan(0, whole.Length - cut)]);
            _ledger.Note(Entry(8, 0, 'b'));
            Assert.Equal([7, 8], File.ReadAllLines(_path).Select(line => int.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
            File.WriteAllBytes(_path, whole);
        }
    }

    [Theory]
    [InlineData("rubbish\n")]
    [InlineData("7 0 abc name\n")]
    [InlineData("-7 0 0000000000000000000000000000000000000000000000000000000000000000 name\n")]
    [InlineData("\0\0\0\0\n")]
    public void C02_Note_LedgerDamaged_SignsNothingAndSaysWhere(string text)
    {
        File.WriteAllText(_path, text);

        BundleException error = Assert.Throws<BundleException>(() => _ledger.Note(Entry(8, 0, 'b')));

        Assert.Contains("Line 1", error.Why, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_path));
    }

    [Fact]
    public void C02_Note_LedgerInUseOrItsFolderMissing_SignsNothing()
    {
        using (new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Contains("--ledger", Assert.Throws<BundleException>(() => _ledger.Note(Entry(8, 0, 'b'))).Remedy, StringComparison.Ordinal);
        }

        Assert.Throws<BundleException>(() => new ReleaseLedger(_folder.PathOf(Path.Combine("nowhere", "x"))).Note(Entry(8, 0, 'b')));
    }

    [Fact]
    public async Task C02_BundleCommand_SequenceOfAnotherBundle_WritesNothingUnlessAllowedByName()
    {
        string key = Write("key.pem", ReleaseKey.Pem);
        string passphrase = Write("pass.txt", TestKeys.Passphrase);
        string output = _folder.PathOf("out.teb");
        string[] Arguments(string model) => ["bundle", CommandRun.ModelFolder(model), "-k", key, "-s", "7", "-o", output, "--passphrase-file", passphrase];
        Assert.Equal(ExitCode.Ok, (await CommandRun.RunAsync(Arguments("fan-reference"))).Exit);
        byte[] first = File.ReadAllBytes(output);

        CommandRun refused = await CommandRun.RunAsync(Arguments("fan-baseline"));

        CommandAssert.Fails(refused, ExitCode.BadInput, ResultCode.SequenceConflict);
        Assert.Contains("--allow-against-ledger sequence", refused.Error, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllBytes(output));
        Assert.Equal(ExitCode.Ok, (await CommandRun.RunAsync([.. Arguments("fan-baseline"), "--allow-against-ledger", "sequence"])).Exit);
        Assert.Equal(2, File.ReadAllLines(_path).Length);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.PathOf(name), text);
        return _folder.PathOf(name);
    }

    private static ReleaseEntry Entry(uint sequence, uint floor, char digit) => new(sequence, floor, new string(digit, 64), $"b-{sequence}");
}
