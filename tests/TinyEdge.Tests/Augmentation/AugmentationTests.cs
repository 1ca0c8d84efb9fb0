using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TinyEdge.Companion;
using TinyEdge.Companion.Augmentation;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.DataSets.Describing;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;
using TinyEdge.Tests.DataSets;

namespace TinyEdge.Tests.Augmentation;

/// <summary>What the effects do to signals, measured.</summary>
public class AugmentationTests
{
    private const int Rate = 200;

    public static TheoryData<string> Effects() => [.. AugmentationEffects.All.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Effects))]
    public void Apply_SeverityZero_ChangesNoBit(string name)
    {
        Recording tone = Tone(25, 400);
        Assert.Equal(tone.Values, Applied(AugmentationEffects.Find(name)!, tone, 0).Values);
    }

    [Theory]
    [MemberData(nameof(Effects))]
    public void Apply_SameSeed_GivesTheSameAndAnotherAnother(string name)
    {
        IAugmentation effect = AugmentationEffects.Find(name)!;
        Recording tone = Tone(25, 400);
        Assert.Equal(Applied(effect, tone, 0.7, 5).Values, Applied(effect, tone, 0.7, 5).Values);
        Assert.All(Applied(effect, tone, 1).Values, value => Assert.True(float.IsFinite(value)));
        Assert.NotEqual(tone.Values, Applied(effect, tone, 0.7, 5).Values);
        if (effect is not Clipping)
        {
            Assert.Contains(Enumerable.Range(6, 10), seed => !Applied(effect, tone, 0.7, (ulong)seed).Values.SequenceEqual(Applied(effect, tone, 0.7, 5).Values));
        }
    }

    /// <summary>One digest over all effects: it changes when a bit of any of them does, on whatever machine this runs.</summary>
    [Fact]
    public void Apply_AllEffects_GivesTheSameBitsOnEveryMachine()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Recording signal = SampleSet.Noise("bits");
        foreach (IAugmentation effect in AugmentationEffects.All)
        {
            hash.AppendData(MemoryMarshal.AsBytes(Applied(effect, signal, 0.6, 11).Values.AsSpan()));
        }

        Assert.Equal("276f55b437a202a7d7e0e520d2d839b1", Convert.ToHexStringLower(hash.GetHashAndReset())[..32]);
    }

    [Theory]
    [InlineData(0.25, 30)]
    [InlineData(0.5, 20)]
    [InlineData(1, 0)]
    public void Noise_AtASeverity_HasItsSignalToNoiseRatio(double severity, double snrDb)
    {
        Recording tone = Tone(25, 2000);
        foreach (IAugmentation effect in new IAugmentation[] { new WhiteNoise(), new PinkNoise(), new RecordedNoise([Tone(7, 90)]) })
        {
            double[] noise = [.. Applied(effect, tone, severity).Values.Zip(tone.Values, (a, b) => (double)a - b)];
            double measured = 10 * Math.Log10(new SignalBuffer(tone).Power() / noise.Average(n => n * n));
            Assert.Equal(snrDb, measured, 0.05);
        }
    }

    [Fact]
    public void PinkNoise_FallsByThreeDecibelsAnOctaveAndWhiteByNone()
    {
        Assert.Equal(-1, Slope(new PinkNoise()), 0.15);
        Assert.Equal(0, Slope(new WhiteNoise()), 0.1);
    }

    [Fact]
    public void Rotation_KeepsTheLengthOfEverySampleAndTurnsByItsAngle()
    {
        Recording noise = SampleSet.Noise("turned");
        float[] turned = Applied(new AxisRotation(), noise, 0.5).Values;
        for (int at = 0; at < turned.Length; at += 3)
        {
            Assert.Equal(Length(noise.Values, at), Length(turned, at), 1e-6);
        }

        // Mean angle over many axes: no sample turns further than 15 degrees, one at right angles to the axis by exactly that.
        double[] angles = [.. Enumerable.Range(0, 300).Select(seed => Angle(noise.Values, Applied(new AxisRotation(), noise, 0.5, (ulong)seed).Values))];
        Assert.InRange(angles.Max(), 14, 15.001);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void SpeedChange_MovesThePeakOfTheSpectrum(double severity)
    {
        Recording tone = Tone(25, 4096);
        double[] peaks = [.. Enumerable.Range(1, 8).Select(seed => PeakHz(Applied(new SpeedChange(), tone, severity, (ulong)seed))).Distinct().Order()];

        Assert.Equal(25 * (1 - (0.2 * severity)), peaks[0], 0.3);
        Assert.Equal(25 * (1 + (0.2 * severity)), peaks[^1], 0.3);
        Assert.Equal(2, peaks.Length);
    }

    [Fact]
    public void SpeedChange_OfATone_IsTheToneOfThatFrequency()
    {
        Recording tone = Tone(25, 1000);
        Recording[] changed = [.. Enumerable.Range(1, 8).Select(seed => Applied(new SpeedChange(), tone, 1, (ulong)seed))];
        float[] slower = changed.First(c => PeakHz(c) < 25).Values;
        for (int i = 20; i < 980; i++)
        {
            Assert.Equal(Math.Sin(2 * Math.PI * 20 * i / Rate), (slower[3 * i] - 0.01) / 0.3, 0.01);
        }
    }

    [Fact]
    public void SpeedChange_TonesThatWouldPassHalfTheRate_AreFilteredAway()
    {
        Recording tone = Tone(95, 2000);
        Recording faster = Enumerable.Range(1, 8).Select(seed => Applied(new SpeedChange(), tone, 1, (ulong)seed)).MinBy(c => new SignalBuffer(c).Power())!;

        Assert.InRange(new SignalBuffer(faster).Power() / new SignalBuffer(tone).Power(), 0, 0.01);
    }

    [Fact]
    public void Gain_AtFullSeverity_IsSixDecibels()
    {
        Recording tone = Tone(25, 100);
        double ratio = Applied(new GainChange(), tone, 1).Values[7] / (double)tone.Values[7];
        Assert.Equal(6, Math.Abs(20 * Math.Log10(ratio)), 1e-4);
    }

    [Fact]
    public void Offset_AtFullSeverity_IsAQuarterOfAG()
    {
        Recording tone = Tone(25, 100);
        float[] moved = Applied(new OffsetChange(), tone, 1).Values;
        Assert.Equal(0.25, Math.Sqrt(Enumerable.Range(0, 3).Sum(a => Math.Pow(moved[a] - tone.Values[a], 2))), 1e-6);
    }

    [Fact]
    public void TemperatureDrift_GrowsFromHalfToAllOverTheRecording()
    {
        Recording still = new("still", Rate, 3, [.. Enumerable.Repeat(new float[] { 0, 0, 0 }, 100).SelectMany(v => v)]);
        float[] drifted = Applied(new TemperatureDrift(), still, 1).Values;
        Assert.Equal(0.5 * drifted[^1] / 0.995, drifted[2], 1e-5);
        Assert.InRange(Math.Abs(drifted[^1]), 0.0001, 0.05);
    }

    [Fact]
    public void Ageing_TakesBandwidthAndGain()
    {
        double low = new SignalBuffer(Applied(new SensorAgeing(), Tone(2, 2000), 1)).Power() / new SignalBuffer(Tone(2, 2000)).Power();
        double high = new SignalBuffer(Applied(new SensorAgeing(), Tone(80, 2000), 1)).Power() / new SignalBuffer(Tone(80, 2000)).Power();
        Assert.InRange(low, 0.6, 0.66);
        Assert.InRange(high, 0.02, 0.1);
    }

    [Fact]
    public void Dropouts_AtFullSeverity_HoldAFifthOfTheSamples()
    {
        Recording noise = new("noise", Rate, 1, [.. Enumerable.Range(0, 1000).Select(i => i * 0.001f)]);
        float[] held = Applied(new Dropouts(), noise, 1).Values;
        Assert.Equal(200, Enumerable.Range(1, 999).Count(i => held[i] == held[i - 1]));
    }

    [Fact]
    public void Clipping_AtFullSeverity_CutsAtAFifthOfThePeak()
    {
        Recording tone = Tone(25, 400);
        float[] cut = Applied(new Clipping(), tone, 1).Values;
        Assert.Equal(0.2 * 0.3, Enumerable.Range(0, 400).Max(i => Math.Abs(cut[3 * i] - 0.01)), 0.002);
    }

    [Fact]
    public void Augmented_Copies_DependOnRecordingNumberAndSeedOnly()
    {
        using SampleSet folder = SampleSet.WithGroups(3, 2);
        DataSplit split = DataSplit.Of(DataSet.Load(folder.Path), new SplitOptions());
        AugmentationPlan plan = new(3, [new AugmentationStep("rotation", 0, 0.5), new AugmentationStep("noise-recorded", 0.2, 0.8, 0.5, "fault"), new AugmentationStep("speed", 0, 1)]);

        TrainingSignal[] train = [.. split.Train.Augmented(plan, 5)];
        TrainingSignal[] refit = [.. split.TrainAndTune.Augmented(plan with { Steps = [.. plan.Steps.Where(s => s.NoiseLabel is null)] }, 5)];
        TrainingSignal[] part = [.. split.Train.Augmented(plan with { Steps = [.. plan.Steps.Where(s => s.NoiseLabel is null)] }, 5)];

        Assert.Equal(split.Train.Recordings.Count * 4, train.Length);
        Assert.Equal([0, 1, 2, 3], train.Take(4).Select(s => s.Copy));
        Assert.Same(train[0].Source.Signal, train[0].Signal);
        Assert.Equal(train.Length, train.Select(s => ContentDigest.Of(s.Signal)).Distinct().Count());
        Assert.All(part, s => Assert.Equal(s.Signal.Values, refit.Single(o => o.Source == s.Source && o.Copy == s.Copy).Signal.Values));
    }

    [Theory]
    [InlineData("""{ "copies": 101, "steps": [] }""", "101 copies")]
    [InlineData("""{ "copies": 1, "steps": [ { "effect": "rotatoin", "from": 0, "to": 1 } ] }""", "Did you mean 'rotation'")]
    [InlineData("""{ "copies": 1, "steps": [ { "effect": "gain", "from": 0.5, "to": 0.2 } ] }""", "from 0.5 to 0.2")]
    [InlineData("""{ "copies": 1, "steps": [ { "effect": "gain", "from": 0, "to": 2 } ] }""", "to 2")]
    [InlineData("""{ "copies": 1, "steps": [ { "effect": "gain", "from": 0, "to": 1, "often": 1 } ] }""", "line 1")]
    [InlineData("""{ "copies": 1, "steps": [ { "effect": "noise-recorded", "from": 0, "to": 1 } ] }""", "lacks a noiseLabel")]
    public void Load_WrongPlan_NamesTheFileAndWhatIsWrong(string json, string expected)
    {
        using SampleSet folder = new();
        string path = folder.PathOf("plan.json");
        File.WriteAllText(path, json);

        TinyEdgeException error = Assert.Throws<TinyEdgeException>(() => AugmentationPlan.Load(path));

        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.Contains(path, error.What, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_SavedAndLoaded_IsTheSame()
    {
        using SampleSet folder = new();
        AugmentationPlan plan = new(2, [new AugmentationStep("ageing", 0, 0.3, 0.5), new AugmentationStep("noise-recorded", 0, 1, 1, "off")]);
        plan.Save(folder.PathOf("plan.json"));

        AugmentationPlan loaded = AugmentationPlan.Load(folder.PathOf("plan.json"));

        Assert.Equal((plan.Copies, string.Join('|', plan.Steps)), (loaded.Copies, string.Join('|', loaded.Steps)));
    }

    [Fact]
    public void Sine_OfManyAngles_IsThatOfThePlatformToThirteenDigits()
    {
        for (double x = -400; x < 400; x += 0.37)
        {
            Assert.Equal(Math.Sin(x), DeterministicSine.Sin(x), 1e-12);
            Assert.Equal(Math.Cos(x), DeterministicSine.Cos(x), 1e-12);
        }
    }

    private static Recording Applied(IAugmentation effect, Recording signal, double severity, ulong seed = 1)
    {
        SignalBuffer buffer = new(signal);
        effect.Apply(buffer, severity, new TrainingRandom(seed));
        return buffer.ToRecording();
    }

    /// <summary>0.3 g on each axis about 0.01, 0.02 and 0.03 g.</summary>
    private static Recording Tone(double hertz, int samples) =>
        new("tone", Rate, 3, [.. Enumerable.Range(0, 3 * samples).Select(i => (float)((0.3 * Math.Sin(2 * Math.PI * hertz * (i / 3) / Rate)) + (0.01 * ((i % 3) + 1))))]);

    private static double Length(float[] v, int at) => Math.Sqrt((v[at] * (double)v[at]) + (v[at + 1] * (double)v[at + 1]) + (v[at + 2] * (double)v[at + 2]));

    private static double Angle(float[] a, float[] b) =>
        Math.Acos(Math.Min(1, ((a[0] * (double)b[0]) + (a[1] * (double)b[1]) + (a[2] * (double)b[2])) / (Length(a, 0) * Length(b, 0)))) * 180 / Math.PI;

    private static double PeakHz(Recording signal)
    {
        Spectrum spectrum = new(Rate, signal.SampleCount);
        spectrum.Add(signal);
        double[] density = spectrum.Density();
        return spectrum.Frequencies()[Array.IndexOf(density, density.Max())];
    }

    /// <summary>Slope of log power over log frequency from 2 to 80 Hz, over many recordings.</summary>
    private static double Slope(IAugmentation effect)
    {
        Recording tone = Tone(25, 1024);
        Spectrum spectrum = new(Rate, 1024);
        for (ulong seed = 1; seed <= 24; seed++)
        {
            Recording noisy = Applied(effect, tone, 1, seed);
            spectrum.Add(new Recording("noise", Rate, 3, [.. noisy.Values.Zip(tone.Values, (a, b) => a - b)]));
        }

        (double X, double Y)[] points = [.. spectrum.Frequencies().Zip(spectrum.Density()).Where(p => p.First is > 2 and < 80).Select(p => (Math.Log(p.First), Math.Log(p.Second)))];
        (double meanX, double meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
        return points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / points.Sum(p => (p.X - meanX) * (p.X - meanX));
    }
}
