using TinyEdge.Fuzzing;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Tests.Fuzzing;

/// <summary>The fuzzer itself: it repeats, and it goes red for faults that were planted.</summary>
public sealed class FuzzEngineTests
{
    [Fact]
    public void Make_SameSeedAndIndex_GivesTheSameInputWithoutThoseBefore()
    {
        foreach (string name in TargetCatalog.Names)
        {
            FuzzRunner one = new(TargetCatalog.Find(name)!, []);
            FuzzRunner other = new(TargetCatalog.Find(name)!, []);
            byte[][] first = [.. Enumerable.Range(0, 20).Select(index => one.Input(new FuzzId(name, 7, index)))];
            byte[][] again = [.. Enumerable.Range(0, 20).Reverse().Select(index => other.Input(new FuzzId(name, 7, index))).Reverse()];

            Assert.Equal(first, again);
            Assert.NotEqual(first, Enumerable.Range(0, 20).Select(index => one.Input(new FuzzId(name, 8, index))));
        }
    }

    public static TheoryData<string> Faults => ["index", "promise", "memory"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Run_PlantedFault_IsFoundRepeatsByItsIdAndBecomesSmall(string fault)
    {
        FuzzRunner runner = new(new FaultyTarget(fault), []);

        FuzzSummary summary = runner.Run(seed: 3, first: 0, count: 50_000);

        FuzzFinding finding = Assert.Single(summary.Findings);
        Assert.Equal(finding.Input, new FuzzRunner(new FaultyTarget(fault), []).Input(finding.Id));
        byte[] minimal = Minimiser.ForFailure(new FaultyTarget(fault), finding.Failure.Kind).Minimise([.. finding.Input]);
        Assert.Equal((byte[])[0x42, 0xFF], minimal);
        Assert.True(FuzzId.TryParse(finding.Id.ToString(), out FuzzId parsed) && parsed == finding.Id);
    }

    /// <summary>One good seed among 20: without the preference, 5 of 100 inputs would begin with it.</summary>
    [Fact]
    public void Run_CorpusOfRefusals_BeginsHalfOfTheInputsWithWhatIsAccepted()
    {
        FuzzSummary summary = new FuzzRunner(new PickyTarget(), Enumerable.Repeat(PickyTarget.Refused, 19)).Run(seed: 1, first: 0, count: 4000);

        Assert.InRange(summary.AcceptedShare, 0.4, 0.6);
        Assert.Empty(summary.Findings);
    }

    [Fact]
    public void Run_NothingButRefusals_StillMakesInputs()
    {
        FuzzSummary summary = new FuzzRunner(new PickyTarget(PickyTarget.Refused), []).Run(seed: 1, first: 0, count: 100);

        Assert.Equal(100, summary.Inputs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bundle")]
    [InlineData("bundle:1")]
    [InlineData("bundle:x:1")]
    [InlineData("bundle:1:-1")]
    [InlineData("bundle:1:2:3")]
    public void TryParse_NoId_IsFalse(string text) => Assert.False(FuzzId.TryParse(text, out _));

    /// <summary>CRC-32 of "123456789" as the catalogue of parametrised CRC algorithms gives it for ISO-HDLC.</summary>
    [Fact]
    public void Checksum_OfTheCheckString_IsThePublishedOne() => Assert.Equal(0xCBF43926u, Checksum.Of("123456789"u8));

    [Fact]
    public void Pieces_OfTheSameBytes_AreTheSameAndNeverEmpty()
    {
        Pieces one = new();
        Pieces other = new();
        HashSet<int> sizes = [];
        for (byte i = 0; i < 100; i++)
        {
            one.Restart([i]);
            other.Restart([i]);
            for (int j = 0; j < 50; j++)
            {
                int size = one.Next();
                Assert.Equal(size, other.Next());
                Assert.InRange(size, 1, 4097);
                sizes.Add(size);
            }
        }

        Assert.Superset(new HashSet<int> { 1, 2, 3, 7, 63, 64, 65, 255, 4095, 4096, 4097 }, sizes);
    }

    /// <summary>Takes everything, but goes wrong in one way where 0x42 stands before 0xFF.</summary>
    private sealed class FaultyTarget(string fault) : FuzzTarget
    {
        private readonly byte[] _input = new byte[64];
        private byte[] _waste = [];
        private int _length;

        public override string Name => "faulty";

        public override string Feeds => "anything";

        public override string Promises => "not kept";

        public override int MaxBytes => 64;

        public override IEnumerable<byte[]> Seeds() => [[1, 2, 3, 4, 5, 6, 7, 8], [0x42, 0x42, 0x42]];

        public override void Arrange(ReadOnlySpan<byte> input)
        {
            _length = input.Length;
            input.CopyTo(_input);
        }

        public override int Act()
        {
            int at = _input.AsSpan(0, _length).IndexOf((ReadOnlySpan<byte>)[0x42, 0xFF]);
            if (at >= 0)
            {
                Fail();
            }

            return _length & 1;
        }

        private void Fail()
        {
            FuzzViolation.Unless(fault != "promise", $"{_length} bytes broke it");
            if (fault == "memory")
            {
                _waste = new byte[100_000];
            }
            else
            {
                _ = _waste[_length];
            }
        }
    }

    /// <summary>Refuses what has more bytes of 0xEE than not, which the few changes of an input seldom turn around.</summary>
    private sealed class PickyTarget(byte[] seed) : FuzzTarget
    {
        private readonly byte[] _input = new byte[256];
        private int _length;

        public PickyTarget()
            : this([.. Enumerable.Repeat((byte)0x11, 128)])
        {
        }

        public static byte[] Refused { get; } = [.. Enumerable.Repeat((byte)0xEE, 128)];

        public override string Name => "picky";

        public override string Feeds => "anything";

        public override string Promises => "nothing";

        public override int MaxBytes => 256;

        public override IEnumerable<byte[]> Seeds() => [seed];

        public override void Arrange(ReadOnlySpan<byte> input)
        {
            _length = input.Length;
            input.CopyTo(_input);
        }

        public override int Act() => _input.AsSpan(0, _length).Count((byte)0xEE) * 2 > _length ? 1 : 0;
    }
}
