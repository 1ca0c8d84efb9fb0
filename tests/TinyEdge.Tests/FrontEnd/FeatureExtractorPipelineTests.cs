using System.Reflection;
using CsCheck;
using TinyEdge.Bundles;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Profiling;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Sensing;
using Xunit.Abstractions;

namespace TinyEdge.Tests.FrontEnd;

/// <summary>Rings, hops, calibration and memory of the pipeline.</summary>
public class FeatureExtractorPipelineTests(ITestOutputHelper output)
{
    private static readonly FrontEndOptions s_small = new() { WindowSize = 64, HopLength = 24, BufferSize = 128, Bands = 8 };

    private static FeatureExtractorPipeline Create(FrontEndOptions options, StaticPool? pool = null)
    {
        pool ??= new StaticPool(1 << 20);
        byte[] section = new FrontEndBuilder(options).BuildForStatistics();
        Assert.Equal(ResultCode.Ok, FrontEndSection.TryParse(new ByteArraySource(section), 0, section.Length, pool, out FrontEndSpec spec));
        FeatureExtractorPipeline pipeline = new(spec);
        Assert.Equal(ResultCode.Ok, pipeline.TryPrepare(pool));
        pool.Seal();
        return pipeline;
    }

    private static List<sbyte[]> Drain(FeatureExtractorPipeline pipeline)
    {
        List<sbyte[]> frames = [];
        while (pipeline.ExtractWindow())
        {
            sbyte[] frame = new sbyte[pipeline.Features.Length];
            Assert.True(pipeline.Features.TryCopyTo(frame, 0));
            frames.Add(frame);
        }

        return frames;
    }

    /// <summary>Windows lie at multiples of the hop whatever the chunks: the frames equal those cut from the whole recording.</summary>
    [Theory]
    [InlineData(64, 24)]
    [InlineData(64, 64)]
    [InlineData(50, 1)]
    [InlineData(33, 100)]
    public void ExtractWindow_AnyChunking_GivesTheFramesOfTheWholeRecording(int window, int hop)
    {
        FrontEndOptions options = s_small with { WindowSize = window, HopLength = hop };
        short[] recording = Signal.Vibration(700, 4);
        sbyte[][] expected = new FixedFrontEnd(new FrontEndBuilder(options).BuildForStatistics()).Features(recording);
        Gen.Int[1, 128 - window].Array[0, 30].Sample(chunks =>
        {
            FeatureExtractorPipeline pipeline = Create(options);
            List<sbyte[]> frames = [];
            int at = 0;
            foreach (int chunk in chunks.Append(int.MaxValue).SelectMany(c => c == int.MaxValue ? Enumerable.Repeat(1, 700) : [c]))
            {
                int count = Math.Min(chunk, 700 - at);
                pipeline.PushBlock([.. recording.Skip(3 * at).Take(3 * count)], count);
                at += count;
                frames.AddRange(Drain(pipeline));
            }

            return pipeline.DroppedWindows == 0 && frames.Count == expected.Length && frames.Zip(expected).All(p => p.First.SequenceEqual(p.Second));
        }, iter: 20);
    }

    /// <summary>After an overrun the frames are still whole windows at multiples of the hop; what is missing is counted.</summary>
    [Fact]
    public void ExtractWindow_AfterOverrun_SkipsToAWholeWindowAndCounts()
    {
        short[] recording = Signal.Vibration(1000, 6);
        sbyte[][] expected = new FixedFrontEnd(new FrontEndBuilder(s_small).BuildForStatistics()).Features(recording);
        FeatureExtractorPipeline pipeline = Create(s_small);
        pipeline.PushBlock(recording, 1000);
        List<sbyte[]> frames = Drain(pipeline);
        Assert.NotEmpty(frames);
        Assert.Equal(expected.Length, frames.Count + pipeline.DroppedWindows);
        Assert.True(frames.Zip(expected.Skip(pipeline.DroppedWindows)).All(p => p.First.SequenceEqual(p.Second)));
    }

    [Fact]
    public void SampleRing_AnyPushes_ReturnTheNewestSamples()
    {
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 40].Array[1, 40]).Sample((axes, chunks) =>
        {
            StaticPool pool = new(1 << 16);
            SampleRing ring = new(32, axes);
            Assert.Equal(ResultCode.Ok, ring.TryPrepare(pool));
            List<short> pushed = [];
            foreach (int chunk in chunks)
            {
                short[] block = [.. Enumerable.Range(pushed.Count, chunk * axes).Select(n => (short)(n * 31))];
                ring.Push(block, chunk);
                pushed.AddRange(block);
                int held = Math.Min(32, pushed.Count / axes);
                for (int axis = 0; axis < axes; axis++)
                {
                    short[] window = new short[held];
                    ring.CopyWindow(axis, held, window, held);
                    if (!window.SequenceEqual(pushed.Where((_, i) => i % axes == axis).TakeLast(held)))
                    {
                        return false;
                    }
                }
            }

            return true;
        }, iter: 200);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(48, 1)]
    [InlineData(64, 0)]
    [InlineData(64, 4)]
    public void SampleRing_BadShape_IsRefused(int capacity, int axes)
        => Assert.Equal(ResultCode.BadFrontEnd, new SampleRing(capacity, axes).TryPrepare(new StaticPool(1 << 16)));

    [Theory]
    [InlineData(1f, 4096, 0)]
    [InlineData(-1f, -4096, 0)]
    [InlineData(0.000122f, 0, 0)]
    [InlineData(0.00012208f, 1, 0)]
    [InlineData(-0.00012208f, -1, 0)]
    [InlineData(7.9998f, 32767, 0)]
    [InlineData(8f, 32767, 1)]
    [InlineData(-8f, -32768, 0)]
    [InlineData(-8.1f, -32768, 1)]
    [InlineData(1e30f, 32767, 1)]
    [InlineData(float.NegativeInfinity, -32768, 1)]
    [InlineData(float.NaN, 0, 0)]
    public void PushSample_AnyFloat_IsScaledRoundedAndSaturated(float value, int expected, int saturated)
    {
        FrontEndOptions options = s_small with { Axes = 1, SubtractMean = false };
        FeatureExtractorPipeline floats = Create(options);
        FeatureExtractorPipeline counts = Create(options);
        for (int n = 0; n < 64; n++)
        {
            floats.PushSample(n == 40 ? value : 0.5f);
            counts.PushRaw((short)(n == 40 ? expected : 2048), 0, 0);
        }

        Assert.Equal(Assert.Single(Drain(counts)), Assert.Single(Drain(floats)));
        Assert.Equal(saturated, floats.SaturatedSamples);
    }

    /// <summary>An offset taken off as the mean and a gain added to the logarithm are what calibrating each sample would be, but for its rounding.</summary>
    [Theory]
    [InlineData(true, 0, 16384)]
    [InlineData(true, 3000, 8192)]
    [InlineData(true, -32768, 32767)]
    [InlineData(false, 0, 16384)]
    [InlineData(false, 300, 8192)]
    [InlineData(false, -700, 20000)]
    public void Run_Calibrated_IsTheSpectrumOfCalibratedSamples(bool subtractMean, int offset, int gain)
    {
        byte[] section = new FrontEndBuilder(s_small with { SubtractMean = subtractMean }).BuildForStatistics();
        StaticPool pool = new(1 << 16);
        Assert.Equal(ResultCode.Ok, FrontEndSection.TryParse(new ByteArraySource(section), 0, section.Length, pool, out FrontEndSpec spec));
        Runtime.Dsp.FrontEnd frontEnd = new(spec);
        Assert.Equal(ResultCode.Ok, frontEnd.TryPrepare(pool));
        SampleCalibration calibration = new(1);
        Assert.Equal(ResultCode.Ok, calibration.TryPrepare(pool));
        Assert.Equal(ResultCode.Ok, calibration.TrySet(0, offset, gain));
        short[] raw = Signal.Noise(spec.Config.WindowSize, 4000, 5);

        raw.CopyTo(frontEnd.Samples, 0);
        frontEnd.Run(calibration.OffsetOf(0), calibration.GainLogOf(0));
        int[] actual = [.. frontEnd.Values];

        // With the mean taken off, an offset changes nothing and must not push the samples out of int16 here.
        double taken = subtractMean ? 0 : offset;
        raw.Select(s => (short)Math.Round((s - taken) * gain / 16384)).ToArray().CopyTo(frontEnd.Samples, 0);
        frontEnd.Run();
        Assert.All(actual.Zip(frontEnd.Values), p => Assert.InRange(Math.Abs(p.First - p.Second) / 4096.0, 0, 0.01));
    }

    /// <summary>Which spectrum runs is a matter of speed alone.</summary>
    [Theory]
    [InlineData(64, 64)]
    [InlineData(128, 128)]
    [InlineData(256, 200)]
    [InlineData(512, 400)]
    public void TryPrepare_PlainAndStraight_GiveTheSameValues(int fftLength, int windowSize)
    {
        byte[] section = new FrontEndBuilder(s_small with { FftLength = fftLength, WindowSize = windowSize, BufferSize = 512, Bands = 10, Coefficients = 5 }).BuildForStatistics();
        int[][] values = [.. new[] { false, true }.Select(isPlain =>
        {
            StaticPool pool = new(1 << 16);
            Assert.Equal(ResultCode.Ok, FrontEndSection.TryParse(new ByteArraySource(section), 0, section.Length, pool, out FrontEndSpec spec));
            Runtime.Dsp.FrontEnd frontEnd = new(spec);
            Assert.Equal(ResultCode.Ok, isPlain ? frontEnd.TryPreparePlain(pool) : frontEnd.TryPrepare(pool));
            List<int> all = [];
            foreach (int amplitude in new[] { 0, 1, 30, 4000, 32767 })
            {
                Signal.Noise(windowSize, amplitude, 8).CopyTo(frontEnd.Samples, 0);
                frontEnd.Run();
                all.AddRange(frontEnd.Values);
            }

            return all.ToArray();
        })];
        Assert.Equal(values[0], values[1]);
    }

    [Theory]
    [InlineData(-1, 0, 16384)]
    [InlineData(3, 0, 16384)]
    [InlineData(0, 32768, 16384)]
    [InlineData(0, -32769, 16384)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 0, 32768)]
    public void ApplyCalibrationOffset_OutOfRange_IsRefused(int axis, int offset, int gain)
        => Assert.Equal(ResultCode.BadCalibration, Create(s_small).ApplyCalibrationOffset(axis, offset, gain));

    [Fact]
    public void FeatureRing_PastItsEnd_KeepsTheNewestFramesInOrder()
    {
        FrontEndOptions options = s_small with { Frames = 3 };
        short[] recording = Signal.Vibration(400, 8);
        sbyte[][] expected = new FixedFrontEnd(new FrontEndBuilder(options).BuildForStatistics()).Features(recording);
        FeatureExtractorPipeline pipeline = Create(options);
        sbyte[] copy = new sbyte[pipeline.Features.Length + 2];
        int frames = 0;
        for (int n = 0; n < 400; n++)
        {
            pipeline.PushRaw(recording[3 * n], recording[(3 * n) + 1], recording[(3 * n) + 2]);
            if (!pipeline.ExtractWindow())
            {
                continue;
            }

            frames++;
            Assert.Equal(frames >= 3, pipeline.Features.TryCopyTo(copy, 2));
            if (frames >= 3)
            {
                Assert.Equal(expected[(frames - 3)..frames].SelectMany(r => r), copy[2..]);
            }
        }

        Assert.Equal(expected.Length, frames);
        Assert.False(pipeline.Features.TryCopyTo(copy, 3));
        pipeline.Reset();
        Assert.False(pipeline.Features.IsFull);
        Assert.False(pipeline.ExtractWindow());
    }

    [Fact]
    public void PushBlock_CountBeyondTheArray_PushesWhatIsThere()
    {
        FeatureExtractorPipeline pipeline = Create(s_small);
        pipeline.PushBlock(new short[3 * 63], int.MaxValue);
        Assert.False(pipeline.ExtractWindow());
        pipeline.PushBlock(new short[3], -1);
        Assert.False(pipeline.ExtractWindow());
        pipeline.PushBlock(new short[5], 1);
        Assert.True(pipeline.ExtractWindow());
    }

    [Fact]
    public void ExtractWindow_AfterPrepare_AllocatesNothing()
    {
        FeatureExtractorPipeline pipeline = Create(s_small with { Frames = 2, Coefficients = 5 });
        short[] block = Signal.Vibration(24, 3);
        sbyte[] input = new sbyte[pipeline.Features.Length];
        Action windows = () =>
        {
            for (int i = 0; i < 200; i++)
            {
                pipeline.PushBlock(block, 24);
                pipeline.PushSample(0.1f, 0.2f, 1f);
                pipeline.ExtractWindow();
                pipeline.Features.TryCopyTo(input, 0);
            }
        };
        windows();

        Assert.Equal(0, AllocationMeter.Measure(windows));
    }

    /// <summary>The pool charges objects by a constant; a new field that nobody counted would make the account lie.</summary>
    [Theory]
    [InlineData(typeof(SampleRing))]
    [InlineData(typeof(SampleCalibration))]
    [InlineData(typeof(FeatureRing))]
    [InlineData(typeof(DctKernel))]
    [InlineData(typeof(FrontEndSpec))]
    [InlineData(typeof(Runtime.Dsp.FrontEnd))]
    [InlineData(typeof(FeatureExtractorPipeline))]
    public void FieldCount_OfPooledObject_IsTheNumberOfItsFields(Type type)
        => Assert.Equal(InstanceFields(type), ConstantOf(type, "FieldCount"));

    [Fact]
    public void FieldCount_OfObjectsChargedByOthers_IsTheNumberOfTheirFields()
    {
        Assert.Equal(InstanceFields(typeof(PreprocessingConfig)), ConstantOf(typeof(FrontEndSection), "ConfigFieldCount"));
        Assert.Equal(InstanceFields(typeof(FftReference)), ConstantOf(typeof(Runtime.Dsp.FrontEnd), "FftFieldCount"));
        Assert.Equal(InstanceFields(typeof(SpectrumReference)), ConstantOf(typeof(Runtime.Dsp.FrontEnd), "ReferenceFieldCount"));
        Assert.Equal(InstanceFields(typeof(SpectrumCodelets)), ConstantOf(typeof(Runtime.Dsp.FrontEnd), "CodeletFieldCount"));
    }

    private static int InstanceFields(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Length;

    private static object? ConstantOf(Type type, string name) => type.GetField(name, BindingFlags.Static | BindingFlags.NonPublic)?.GetRawConstantValue();

    /// <summary>The reference problem: three axes, 128 points, 20 bands; design limit for the whole pipeline is 12,288 bytes.</summary>
    [Fact]
    public void TryPrepare_ReferenceProblem_FitsTheBudget()
    {
        StaticPool pool = new(12288);
        Create(new FrontEndOptions { Bands = 20, WindowSize = 128, HopLength = 64, BufferSize = 256 }, pool);
        output.WriteLine($"3 axes x 128 points x 20 bands: {pool.TotalBytes} bytes = sample ring {pool.BytesOf(PoolOwner.SampleRing)}"
            + $" + front end {pool.BytesOf(PoolOwner.FrontEnd)} + feature ring {pool.BytesOf(PoolOwner.FeatureRing)}");
        Assert.InRange(pool.TotalBytes, 1, 6144);
    }
}
