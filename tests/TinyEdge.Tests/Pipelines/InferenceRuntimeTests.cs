using CsCheck;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Components;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Training;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Pipelines;

/// <summary>The chain of one bundle on the desktop, exactly as a device prepares it.</summary>
public class InferenceRuntimeTests
{
    private static readonly BundleFolder s_reference = BundleFolder.Load(Path.Combine(Repository.Root, "models", "fan-reference"));
    private static readonly byte[] s_bundle = BundleBuilder.Build(s_reference.Deployment, new ReleaseSettings { Sequence = 1, BlockSize = 512 }, s_reference.Components(null), TestKeys.Trusted);

    [Theory]
    [InlineData("fan-reference")]
    [InlineData("fan-baseline")]
    public void RunGoldenVectors_OfTheSameParts_AreReproducedAgainAndAgain(string model)
    {
        InferenceRuntime runtime = BundleFolder.Load(Path.Combine(Repository.Root, "models", model)).Parts.Prepare(out _, model);
        for (int run = 0; run < 3; run++)
        {
            Assert.Equal(ResultCode.Ok, runtime.RunGoldenVectors(new GoldenVectorReader(), out int failed));
            Assert.Equal(-1, failed);
        }
    }

    /// <summary>
    /// Every bit that is part of weights or of the front end's tables either makes the model unusable, or shows in the vectors, or
    /// provably has no effect on them. Counted over random places: nearly all must be found.
    /// </summary>
    [Theory]
    [InlineData(SectionType.Network)]
    [InlineData(SectionType.FrontEnd)]
    public void RunGoldenVectors_HighBitOfASectionFlipped_IsFoundNearlyAlways(SectionType section)
    {
        (int start, int length) = Section(section);
        Random random = new(7);
        int found = 0;
        const int Tries = 300;
        for (int i = 0; i < Tries; i++)
        {
            byte[] model = [.. s_reference.Parts.Model];
            model[start + random.Next(length)] ^= 0x40;
            found += IsFound(s_reference.Parts with { Model = model }) ? 1 : 0;
        }

        Assert.InRange(found, Tries * 3 / 4, Tries);
    }

    [Fact]
    public void RunGoldenVectors_ThresholdsChanged_StillHold()
    {
        byte[] thresholds = new ThresholdsFile("fault", 200, 50, 7, 7, 3).ToComponent(ModelLabels.Read(s_reference.Parts.Model, "model"), "test");
        Assert.NotEqual(s_reference.Parts.Thresholds, thresholds);

        Assert.False(IsFound(s_reference.Parts with { Thresholds = thresholds }));
    }

    [Fact]
    public void RunGoldenVectors_AnyBitOfASampleCrcOrOutput_FailsWithItsVector()
    {
        byte[] golden = s_reference.Parts.GoldenVectors!;
        int samples = LittleEndian.ReadUInt16(golden, 8);
        int vectorBytes = GoldenVectorReader.VectorBytes(samples, 3);
        Gen.Select(Gen.Int[0, golden[6] - 1], Gen.Int[0, 6], Gen.Int[0, 7]).Sample((vector, place, bit) =>
        {
            byte[] changed = [.. golden];
            changed[GoldenVectorReader.HeaderBytes + ((vector + 1) * vectorBytes) - 8 + place] ^= (byte)(1 << bit);
            InferenceRuntime runtime = (s_reference.Parts with { GoldenVectors = changed }).Prepare(out _, "test");
            Assert.Equal(ResultCode.GoldenVectorMismatch, runtime.RunGoldenVectors(new GoldenVectorReader(), out int failed));
            Assert.Equal(vector, failed);
        }, iter: 60);
    }

    [Fact]
    public void RunGoldenVectors_Truncated_IsBadGoldenVectors()
    {
        InferenceRuntime runtime = (s_reference.Parts with { GoldenVectors = s_reference.Parts.GoldenVectors![..^1] }).Prepare(out _, "test");

        Assert.Equal(ResultCode.BadGoldenVectors, runtime.RunGoldenVectors(new GoldenVectorReader(), out _));
    }

    [Fact]
    public void VerifyBundleIntegrity_TheBundleThatRuns_IsOk() => Assert.Equal(ResultCode.Ok, Verify(s_bundle));

    [Fact]
    public void VerifyBundleIntegrity_AnyBitFlipped_IsFound() => Gen.Select(Gen.Int[0, s_bundle.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
    {
        byte[] changed = [.. s_bundle];
        changed[at] ^= (byte)(1 << bit);
        Assert.NotEqual(ResultCode.Ok, Verify(changed));
    }, iter: 60);

    [Fact]
    public void VerifyBundleIntegrity_Truncated_IsFound() => Gen.Int[0, s_bundle.Length - 1].Sample(length =>
        Assert.Equal(ResultCode.Truncated, Verify(s_bundle[..length])), iter: 30);

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(500)]
    public void VerifyBundleIntegrity_BytesBehindTheEnd_AreFound(int count) =>
        Assert.Equal(ResultCode.TrailingBytes, Verify([.. s_bundle, .. new byte[count]]));

    [Fact]
    public void VerifyBundleIntegrity_AnotherGoodBundle_IsTheWrongOne()
    {
        byte[] other = BundleBuilder.Build(s_reference.Deployment, new ReleaseSettings { Sequence = 2, BlockSize = 512 }, s_reference.Components(null), TestKeys.Trusted);

        Assert.Equal(ResultCode.WrongBundle, Verify(other));
    }

    [Fact]
    public void TryPrepare_NetworkOfAnotherFeatureCount_IsFeatureCountMismatch()
    {
        TinyEdgeException error = Assert.Throws<TinyEdgeException>(() => Parts(axes: 1, inputs: 11).Prepare(out _, "test"));

        Assert.Equal((ResultCode.FeatureCountMismatch, ExitCode.BadInput), (error.Result, error.ExitCode));
    }

    [Fact]
    public void Push_OneAxisModel_SeesTheFirstAxisOnly()
    {
        PipelineParts parts = Parts(axes: 1, inputs: 4);
        short[] window = GoldenWindows.Signals(3, 64, seed: 1)[2];
        short[] otherAxes = [.. window];
        for (int i = 0; i < otherAxes.Length; i++)
        {
            otherAxes[i] = i % 3 == 0 ? window[i] : (short)(i * 31);
        }

        short[] otherFirst = [.. window];
        for (int i = 0; i < otherFirst.Length; i += 3)
        {
            otherFirst[i] = (short)(i % 2 == 0 ? 4000 : -4000);
        }

        Assert.Equal(FeatureCrc(parts, window), FeatureCrc(parts, otherAxes));
        Assert.NotEqual(FeatureCrc(parts, window), FeatureCrc(parts, otherFirst));
    }

    /// <summary>The golden windows are part of what bundles are reproduced from: this number may change only together with them.</summary>
    [Fact]
    public void GoldenWindows_SameArguments_AreTheSameOnEveryMachine()
    {
        byte[] bytes = [.. GoldenWindows.Signals(6, 200, seed: 1).SelectMany(w => w).SelectMany(BitConverter.GetBytes)];

        Assert.Equal(GoldenSignalsCrc, Crc32.Compute(bytes, 0, bytes.Length));
        Assert.NotEqual(bytes, (byte[])[.. GoldenWindows.Signals(6, 200, seed: 2).SelectMany(w => w).SelectMany(BitConverter.GetBytes)]);
    }

    private const uint GoldenSignalsCrc = 1181367140;

    private static ResultCode Verify(byte[] file)
    {
        BundleParser parser = new(BundleSample.Trust(TestKeys.Trusted.PublicKey), new PortableBlockDigest());
        Assert.Equal(ResultCode.Ok, BundleSample.Parse(s_bundle, parser));
        DeploymentBundle running = new();
        Assert.Equal(ResultCode.Ok, running.TryBind(parser, new ByteArraySource(s_bundle)));
        InferenceRuntime runtime = new(running, new StaticPool(running.PeakRamBudgetBytes));
        Assert.Equal(ResultCode.Ok, runtime.TryPrepare(new byte[8]));
        return runtime.VerifyBundleIntegrity(parser, new ByteArraySource(file));
    }

    private static bool IsFound(PipelineParts parts)
    {
        InferenceRuntime runtime;
        try
        {
            runtime = parts.Prepare(out _, "test");
        }
        catch (TinyEdgeException)
        {
            return true;
        }

        return runtime.RunGoldenVectors(new GoldenVectorReader(), out _) != ResultCode.Ok;
    }

    private static uint FeatureCrc(PipelineParts parts, short[] window)
    {
        InferenceRuntime runtime = parts.Prepare(out _, "test");
        runtime.Push([.. window], window.Length / 3);
        Assert.True(runtime.ExtractWindow());
        Assert.True(runtime.IsReady);
        return runtime.FeatureCrc();
    }

    private static (int Start, int Length) Section(SectionType type)
    {
        ModelReader reader = new();
        Assert.Equal(ResultCode.Ok, reader.TryOpen(new ByteArraySource(s_reference.Parts.Model), 0, s_reference.Parts.Model.Length));
        return (reader.PositionOf(type), reader.LengthOf(type));
    }

    /// <summary>A front end of four bands an axis before a network of two classes.</summary>
    private static PipelineParts Parts(int axes, int inputs)
    {
        FrontEndOptions options = new() { SampleRate = 200, WindowSize = 64, HopLength = 64, Axes = axes, Frames = 1, Bands = 4, Scale = BandScale.Linear, LowHz = 0, HighHz = 100 };
        byte[] frontEnd = new FrontEndBuilder(options).BuildForStatistics();
        NetworkModel network = new(new TensorSpec("features", 1, 1, inputs, 0.05f, 0));
        network.AddFullyConnected(TensorSpec.Vector("classes", 2, 0.1f, 0), [.. Enumerable.Range(0, 2 * inputs).Select(i => (sbyte)((i * 7) - 20))], [0, 5], [0.01f]);
        network.AddSoftmax();
        byte[] model = ModelWriter.Write(network, ["good", "bad"], frontEnd);
        return new PipelineParts(model, new ThresholdsFile("bad", 150, 100, 1, 1, 0).ToComponent(["good", "bad"], "test"), null, null);
    }
}
