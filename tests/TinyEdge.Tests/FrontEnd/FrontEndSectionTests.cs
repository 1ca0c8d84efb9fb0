using TinyEdge.Bundles;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Tests.FrontEnd;

/// <summary>The section parser: what it accepts is what was built, and nothing makes it throw or accept what the kernels cannot bear.</summary>
public class FrontEndSectionTests
{
    private static readonly FrontEndOptions s_options = new() { Bands = 16, Coefficients = 5, WindowSize = 100, Frames = 3, LogFloor = -2 };

    private static byte[] Section() => new FrontEndBuilder(s_options).BuildForStatistics();

    private static ResultCode Parse(byte[] section, out FrontEndSpec spec, int budget = 1 << 20)
        => FrontEndSection.TryParse(new ByteArraySource(section), 0, section.Length, new StaticPool(budget), out spec);

    /// <summary>Accepted or refused: if accepted, it must run on extreme input without an exception.</summary>
    private static ResultCode ParseAndRun(byte[] section)
    {
        ResultCode result = Parse(section, out FrontEndSpec spec);
        Assert.Equal(result == ResultCode.Ok, spec is not null);
        if (spec is null)
        {
            return result;
        }

        FeatureExtractorPipeline pipeline = new(spec);
        if (pipeline.TryPrepare(new StaticPool(1 << 20)) == ResultCode.Ok)
        {
            short[] extreme = [.. Enumerable.Range(0, 3 * 600).Select(n => n % 7 < 3 ? short.MinValue : short.MaxValue)];
            pipeline.PushBlock(extreme, 600);
            pipeline.ExtractWindow();
        }

        return result;
    }

    [Fact]
    public void TryParse_BuiltSection_GivesBackEverySetting()
    {
        Assert.Equal(ResultCode.Ok, Parse(Section(), out FrontEndSpec spec));
        PreprocessingConfig expected = s_options.ToConfig();
        foreach (System.Reflection.PropertyInfo property in typeof(PreprocessingConfig).GetProperties())
        {
            Assert.Equal(property.GetValue(expected), property.GetValue(spec.Config));
        }
    }

    [Fact]
    public void TryParse_InsideALargerSource_ReadsOnlyItsRange()
    {
        byte[] section = Section();
        byte[] component = [.. Enumerable.Repeat((byte)0xEE, 37), .. section, .. Enumerable.Repeat((byte)0xEE, 11)];
        StaticPool pool = new(1 << 20);
        Assert.Equal(ResultCode.Ok, FrontEndSection.TryParse(new ByteArraySource(component), 37, section.Length, pool, out _));
        Assert.NotEqual(ResultCode.Ok, FrontEndSection.TryParse(new ByteArraySource(component), 37, section.Length + 1, pool, out _));
        Assert.Equal(ResultCode.Truncated, FrontEndSection.TryParse(new ByteArraySource(component), -1, section.Length, pool, out _));
        Assert.Equal(ResultCode.Truncated, FrontEndSection.TryParse(new ByteArraySource(component), int.MaxValue, section.Length, pool, out _));
    }

    [Fact]
    public void TryParse_EveryTruncation_IsRefused()
    {
        byte[] section = Section();
        for (int length = 0; length < section.Length; length++)
        {
            Assert.NotEqual(ResultCode.Ok, Parse(section[..length], out _));
            byte[] relabelled = section[..length];
            if (length >= FrontEndSection.HeaderBytes)
            {
                LittleEndian.WriteInt32(relabelled, 4, length);
                Assert.Equal(ResultCode.BadFrontEnd, Parse(relabelled, out _));
                Assert.Equal(
                    ResultCode.Truncated,
                    FrontEndSection.TryParse(new ByteArraySource(section, 0, length), 0, section.Length, new StaticPool(1 << 20), out _));
            }
        }
    }

    [Fact]
    public void TryParse_EveryByteChanged_NeverThrowsAndWhatPassesRuns()
    {
        byte[] section = Section();
        for (int at = 0; at < section.Length; at++)
        {
            foreach (byte change in (byte[])[0x01, 0x80, 0xFF])
            {
                byte[] changed = [.. section];
                changed[at] ^= change;
                ParseAndRun(changed);
            }
        }
    }

    [Fact]
    public void TryParse_RandomBytes_NeverThrows()
    {
        Random random = new(1);
        byte[] section = Section();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(600)];
            random.NextBytes(bytes);
            if (i % 2 == 0 && bytes.Length >= 16)
            {
                Array.Copy(section, bytes, Math.Min(bytes.Length, random.Next(FrontEndSection.HeaderBytes + 1)));
                LittleEndian.WriteInt32(bytes, 4, bytes.Length);
            }

            ParseAndRun(bytes);
        }
    }

    [Theory]
    [InlineData(0, 3, ResultCode.FrontEndVersionMismatch)]
    [InlineData(2, 2, ResultCode.BadFrontEnd)]
    [InlineData(8, 0, ResultCode.BadFrontEnd)]
    [InlineData(12, 0, ResultCode.BadFrontEnd)]
    [InlineData(16, 255, ResultCode.BadFrontEnd)]
    [InlineData(16, 64, ResultCode.BadFrontEnd)]
    [InlineData(18, 15, ResultCode.BadFrontEnd)]
    [InlineData(18, 129, ResultCode.BadFrontEnd)]
    [InlineData(20, 0, ResultCode.BadFrontEnd)]
    [InlineData(22, 32, ResultCode.UnsupportedFftLength)]
    [InlineData(22, 1024, ResultCode.UnsupportedFftLength)]
    [InlineData(22, 100, ResultCode.UnsupportedFftLength)]
    [InlineData(28, 0, ResultCode.BadFrontEnd)]
    [InlineData(28, 257, ResultCode.BadFrontEnd)]
    [InlineData(38, 1, ResultCode.BadFrontEnd)]
    [InlineData(40, 1, ResultCode.BadFrontEnd)]
    [InlineData(46, 1, ResultCode.BadFrontEnd)]
    public void TryParse_BadHeaderField_IsRefusedWithItsCode(int at, int value, ResultCode expected)
    {
        byte[] section = Section();
        LittleEndian.WriteInt16(section, at, value);
        Assert.Equal(expected, Parse(section, out _));
    }

    [Theory]
    [InlineData(24, 0)]
    [InlineData(24, 4)]
    [InlineData(25, 3)]
    [InlineData(26, 0)]
    [InlineData(26, 81)]
    [InlineData(27, 17)]
    [InlineData(30, 0)]
    [InlineData(30, 32)]
    public void TryParse_BadHeaderByte_IsRefused(int at, byte value)
    {
        byte[] section = Section();
        section[at] = value;
        Assert.Equal(ResultCode.BadFrontEnd, Parse(section, out _));
    }

    [Fact]
    public void TryParse_TablesOutOfRange_AreRefused()
    {
        int features = s_options.FeaturesPerFrame;
        int ranges = FrontEndSection.HeaderBytes + (4 * features);
        int weights = ranges + (4 * s_options.Bands);
        (int At, int Value)[] faults = [(FrontEndSection.HeaderBytes + 2, 0x0101), (ranges, 66), (ranges, 0x8000), (ranges + 2, 66), (ranges + 2, 0xFFFF), (weights, 16385), (weights, 0xFFFF)];
        foreach ((int at, int value) in faults)
        {
            byte[] section = Section();
            LittleEndian.WriteInt16(section, at, value);
            Assert.Equal(ResultCode.BadFrontEnd, Parse(section, out _));
        }

        byte[] negative = Section();
        LittleEndian.WriteInt16(negative, negative.Length - 2, -1);
        Assert.Equal(ResultCode.BadFrontEnd, Parse(negative, out _));
    }

    /// <summary>A band may end at the last of the N/2 + 1 bins and not one later.</summary>
    [Fact]
    public void TryParse_LastBandAtAndPastTheLastBin_IsAcceptedAndRefused()
    {
        byte[] section = Section();
        int last = FrontEndSection.HeaderBytes + (4 * s_options.FeaturesPerFrame) + (4 * (s_options.Bands - 1));
        int bins = (s_options.EffectiveFftLength / 2) + 1;
        int count = LittleEndian.ReadUInt16(section, last + 2);
        LittleEndian.WriteInt16(section, last, bins - count);
        Assert.Equal(ResultCode.Ok, ParseAndRun(section));
        LittleEndian.WriteInt16(section, last, bins - count + 1);
        Assert.Equal(ResultCode.BadFrontEnd, ParseAndRun(section));
    }

    [Fact]
    public void TryParse_EveryBudgetThatIsTooSmall_SaysPoolExhausted()
    {
        byte[] section = Section();
        for (int budget = 0; budget < 20_000; budget += 60)
        {
            StaticPool pool = new(budget);
            ResultCode result = FrontEndSection.TryParse(new ByteArraySource(section), 0, section.Length, pool, out FrontEndSpec spec);
            if (result == ResultCode.Ok)
            {
                result = new FeatureExtractorPipeline(spec).TryPrepare(pool);
            }

            Assert.True(result == ResultCode.PoolExhausted || (result == ResultCode.Ok && pool.TotalBytes <= budget), $"{budget}: {result}");
        }

        StaticPool sealedPool = new(1 << 20);
        sealedPool.Seal();
        Assert.Equal(ResultCode.PoolSealed, FrontEndSection.TryParse(new ByteArraySource(section), 0, section.Length, sealedPool, out _));
    }

    [Fact]
    public void TryParse_StorageFailure_IsPassedOn()
    {
        byte[] section = Section();
        for (int reads = 0; ; reads++)
        {
            FailingSource source = new(section, reads);
            ResultCode result = FrontEndSection.TryParse(source, 0, section.Length, new StaticPool(1 << 20), out _);
            if (result == ResultCode.Ok)
            {
                Assert.True(reads > 4);
                return;
            }

            Assert.Equal(ResultCode.StorageReadFailed, result);
        }
    }

    [Fact]
    public void Build_SameInputs_GiveTheSameBytes() => Assert.Equal(Section(), Section());

    [Fact]
    public void Build_ImpossibleOptions_SayWhatToChange()
    {
        Assert.Equal(ResultCode.UnsupportedFftLength, Assert.Throws<FrontEndException>(() => new FrontEndBuilder(s_options with { WindowSize = 513 })).Result);
        Assert.Throws<FrontEndException>(() => new FrontEndBuilder(s_options with { HighHz = 101 }));
        Assert.Throws<FrontEndException>(() => new FrontEndBuilder(s_options with { LowHz = double.NaN }));
        Assert.Throws<FrontEndException>(() => new FrontEndBuilder(s_options with { BufferSize = 300 }));
        Assert.Throws<FrontEndException>(() => new FrontEndBuilder(s_options).Build(FeatureQuantization.Uniform(3, 0, 1, 0)));
        Assert.Throws<FrontEndException>(() => FeatureQuantization.Uniform(3, 0, double.PositiveInfinity, 0));
        Assert.Throws<FrontEndException>(() => new FixedFrontEnd(Section()[..^1]));
    }

    private sealed class FailingSource(byte[] bytes, int goodReads) : IByteSource
    {
        private readonly ByteArraySource _inner = new(bytes);
        private int _left = goodReads;

        public int Length => _inner.Length;

        public ResultCode TryRead(int position, byte[] buffer, int offset, int count)
            => _left-- > 0 ? _inner.TryRead(position, buffer, offset, count) : ResultCode.StorageReadFailed;
    }
}
