using TinyEdge.VirtualDevice.Vibration;
using Xunit.Abstractions;

namespace TinyEdge.Tests.VirtualDevice;

public class SimulatorTests(ITestOutputHelper output)
{
    private const int Rate = 200;

    [Fact]
    public void Signal_SameSeed_IsTheSameInAnyOrder()
    {
        var one = Fan(FanSpeed.High, seed: 3);
        var two = Fan(FanSpeed.High, seed: 3);
        double[][] forward = Samples(one, 0, 400);
        Samples(two, 300, 50);
        double[][] later = Samples(two, 0, 400);
        Assert.Equal(forward[0], later[0]);
        Assert.Equal(forward[2], later[2]);
        Assert.NotEqual(forward[0], Samples(Fan(FanSpeed.High, seed: 4), 0, 400)[0]);
    }

    [Fact]
    public void Rotor_Healthy_HasItsToneAtItsSpeed()
    {
        var machine = new RotorMachine { RotorHz = 23, BearingHz = 71, ImbalanceG = 0.05, BearingG = 0.01 };
        var simulator = new VibrationSimulator(machine, new VibrationSimulatorOptions());
        double[] spectrum = Spectrum(Samples(simulator, 0, Rate)[0]);
        Assert.Equal(23, Dominant(spectrum));

        // Amplitude 0.05 g is 0.0354 g rms; the noise of 0.002 g puts 0.0002 g into a bin of 1 Hz.
        Assert.InRange(spectrum[23], 0.0345, 0.0363);
        Assert.InRange(spectrum[46], 0.0167, 0.0187);
        Assert.InRange(spectrum[71], 0.0025, 0.0046);
    }

    [Fact]
    public void Rotor_Fault_RaisesImbalanceAndBearing()
    {
        var machine = new RotorMachine();
        double[] healthy = Spectrum(Samples(new VibrationSimulator(machine, new()), 0, Rate)[0]);
        double[] fault = Spectrum(Samples(new VibrationSimulator(machine, new() { InitialState = MachineState.Fault }), 0, Rate)[0]);
        Assert.InRange(fault[25] / healthy[25], 3.6, 4.4);
        Assert.True(fault[89] + fault[90] > 3 * (healthy[89] + healthy[90]));
    }

    [Fact]
    public void Rotor_StartsUp_SweepsToItsSpeed()
    {
        var simulator = new VibrationSimulator(new RotorMachine { NoiseG = 0 }, new() { InitialState = MachineState.Off, RampSeconds = 4 });
        simulator.Schedule(TimeSpan.FromSeconds(1), MachineState.Healthy);
        Assert.InRange(Rms(Samples(simulator, 0, Rate)[0]), 0, 1e-9);
        int early = Dominant(Spectrum(Samples(simulator, 2 * Rate, Rate)[0]));
        int late = Dominant(Spectrum(Samples(simulator, 4 * Rate, Rate)[0]));
        Assert.True(early < late && late < 25, $"{early} Hz, then {late} Hz");
        Assert.Equal(25, Dominant(Spectrum(Samples(simulator, 8 * Rate, Rate)[0])));
        Assert.Equal(MachineState.Healthy, simulator.StateAt(2_000_000));
    }

    [Fact]
    public void Schedule_BackToOff_EndsInNoiseAlone()
    {
        VibrationSimulator simulator = Fan(FanSpeed.Medium, seed: 1);
        simulator.Schedule(TimeSpan.FromSeconds(2), MachineState.Fault);
        simulator.Schedule(TimeSpan.FromSeconds(6), MachineState.Off);
        Assert.Equal(MachineState.Fault, simulator.StateAt(5_000_000));
        Assert.InRange(Rms(Samples(simulator, 10 * Rate, Rate)[0]), 0.0011, 0.0017);
    }

    [Fact]
    public void Mounting_TurnedByNinetyDegrees_MovesGravity()
    {
        var simulator = new VibrationSimulator(new RotorMachine { NoiseG = 0 }, new() { InitialState = MachineState.Off, RollDegrees = 90 });
        simulator.Sample(0, out double x, out double y, out double z);
        Assert.Equal(0, x, 1e-9);
        Assert.Equal(-1, y, 1e-9);
        Assert.Equal(0, z, 1e-9);
    }

    [Fact]
    public void Ageing_AfterTenHours_HasLostItsGain()
    {
        var simulator = new VibrationSimulator(new RotorMachine { NoiseG = 0 }, new() { InitialState = MachineState.Off, GainLossPerHour = 0.01 });
        simulator.Sample(10L * 3600 * 1_000_000, out _, out _, out double z);
        Assert.Equal(0.9, z, 1e-9);
    }

    [Fact]
    public void WarmUp_LongAfterStart_ShiftsTheOffset()
    {
        var simulator = new VibrationSimulator(
            new RotorMachine { NoiseG = 0 }, new() { InitialState = MachineState.Off, WarmUpCelsius = 20, WarmUpSeconds = 10, GainDriftPerCelsius = 0 });
        simulator.Sample(1_000_000_000, out double x, out _, out _);
        Assert.Equal(20 * 0.0004, x, 1e-6);
        Assert.Equal(45, simulator.TemperatureCelsius(1_000_000_000), 1e-6);
    }

    /// <summary>
    /// The presets against the part of the recordings that they were not fitted to (the last 40 %): mean of each axis within 0.02 g,
    /// its standard deviation within 25 %, the strongest line at the same place. Recordings of one file differ among themselves by
    /// up to 9 % (one sigma) in standard deviation, and drift between its first and last part by up to 15 %.
    /// </summary>
    [DataTheory]
    [InlineData("off_0", FanSpeed.Low, MachineState.Off)]
    [InlineData("low_0", FanSpeed.Low, MachineState.Healthy)]
    [InlineData("low_1", FanSpeed.Low, MachineState.Fault)]
    [InlineData("med_0", FanSpeed.Medium, MachineState.Healthy)]
    [InlineData("med_1", FanSpeed.Medium, MachineState.Fault)]
    [InlineData("high_0", FanSpeed.High, MachineState.Healthy)]
    [InlineData("high_1", FanSpeed.High, MachineState.Fault)]
    public void Fan_EachPreset_HasTheStatisticsOfTheRealRecordings(string file, FanSpeed speed, MachineState state)
    {
        Vector3G[] all = CsvRecording.Load(TestData.PathOf("fan-vibration", $"fan_0_{file}_weight.csv"));
        Vector3G[] judged = all[(all.Length / Rate * 6 / 10 * Rate)..];
        var simulator = new VibrationSimulator(new FanMachine(speed), new VibrationSimulatorOptions { InitialState = state });
        double[][] played = Samples(simulator, 0, 40 * Rate);
        for (int axis = 0; axis < 3; axis++)
        {
            double[] real = [.. judged.Select(s => axis == 0 ? s.X : axis == 1 ? s.Y : s.Z)];
            (double realMean, double realStd, double[] realSpectrum) = Statistics(real);
            (double simMean, double simStd, double[] simSpectrum) = Statistics(played[axis]);
            output.WriteLine(
                $"{file} {"xyz"[axis]}: mean {realMean:F4} / {simMean:F4} g, std {realStd:F4} / {simStd:F4} g, line {Dominant(realSpectrum)} / {Dominant(simSpectrum)} Hz");
            Assert.InRange(simMean - realMean, -0.02, 0.02);
            Assert.InRange(simStd / realStd, 0.75, 1.25);
            if (state != MachineState.Off)
            {
                Assert.Equal(Dominant(realSpectrum), Dominant(simSpectrum));
            }
        }
    }

    private static VibrationSimulator Fan(FanSpeed speed, int seed)
        => new(new FanMachine(speed), new VibrationSimulatorOptions { Seed = seed });

    private static double[][] Samples(VibrationSimulator simulator, int first, int count)
    {
        double[][] axes = [new double[count], new double[count], new double[count]];
        for (int i = 0; i < count; i++)
        {
            simulator.Sample((first + i) * 5000L, out axes[0][i], out axes[1][i], out axes[2][i]);
        }

        return axes;
    }

    // Mean and standard deviation of the one-second recordings, and their mean spectrum.
    private static (double Mean, double Std, double[] Spectrum) Statistics(double[] signal)
    {
        double std = 0;
        double[] power = new double[101];
        int recordings = signal.Length / Rate;
        int step = Math.Max(1, recordings / 30);
        for (int r = 0; r < recordings; r++)
        {
            double[] one = signal[(r * Rate)..((r + 1) * Rate)];
            std += Rms(one) / recordings;
            if (r % step == 0)
            {
                double[] spectrum = Spectrum(one);
                for (int k = 0; k <= 100; k++)
                {
                    power[k] += spectrum[k] * spectrum[k];
                }
            }
        }

        return (signal.Average(), std, power);
    }

    private static double Rms(double[] signal)
    {
        double mean = signal.Average();
        return Math.Sqrt(signal.Average(v => (v - mean) * (v - mean)));
    }

    // Root mean square in each bin of 1 Hz; bin 0 is left out.
    private static double[] Spectrum(double[] signal)
    {
        double[] rms = new double[101];
        for (int k = 1; k <= 100; k++)
        {
            double re = 0;
            double im = 0;
            for (int n = 0; n < Rate; n++)
            {
                (double sin, double cos) = Math.SinCos(2 * Math.PI * k * n / Rate);
                re += signal[n] * cos;
                im += signal[n] * sin;
            }

            rms[k] = Math.Sqrt(2 * ((re * re) + (im * im))) / Rate;
        }

        return rms;
    }

    private static int Dominant(double[] spectrum)
    {
        int best = 1;
        for (int k = 2; k < spectrum.Length; k++)
        {
            best = spectrum[k] > spectrum[best] ? k : best;
        }

        return best;
    }
}
