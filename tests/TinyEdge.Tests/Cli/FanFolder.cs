using System.Globalization;
using System.Text;
using TinyEdge.Companion.Training;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

/// <summary>A folder with small recordings in the layout of the public ones, made of tones; nobody claims that they sound like a fan.</summary>
internal sealed class FanFolder : IDisposable
{
    private const int SamplesPerRecording = 200;
    private readonly TemporaryFolder _folder = new();
    private readonly TrainingRandom _random = new(1);
    private double _noiseG;

    public string Path => _folder.Path;

    /// <summary>One file of every condition, with so many one-second recordings each.</summary>
    /// <param name="noiseG">White noise on every axis; without it recordings repeat each other, which a data set with a split refuses.</param>
    public static FanFolder WithEveryCondition(int recordings, double noiseG = 0)
    {
        FanFolder folder = new() { _noiseG = noiseG };
        folder.Add("fan_0_off_0_weight", recordings, amplitudeG: 0);
        folder.Add("fan_0_low_0_weight", recordings, amplitudeG: 0.02);
        folder.Add("fan_0_low_0_weight-moving", recordings, amplitudeG: 0.03);
        folder.Add("fan_0_low_1_weight", recordings, amplitudeG: 0.1);
        folder.Add("fan_0_med_0_weight", recordings, amplitudeG: 0.04);
        folder.Add("fan_0_med_1_weight", recordings, amplitudeG: 0.2);
        folder.Add("fan_0_high_0_weight", recordings, amplitudeG: 0.06);
        folder.Add("fan_0_high_1_weight", recordings, amplitudeG: 0.3);
        return folder;
    }

    /// <summary>Normal: a line at 25 Hz. Faulty: one at 33 Hz as well. Off: noise. Noise everywhere, so that no two recordings are alike.</summary>
    public static FanFolder Machine()
    {
        FanFolder folder = new();
        folder.AddLines("fan_0_off_0_weight", 0, 0, 1);
        folder.AddLines("fan_0_low_0_weight", 0.02, 0, 2);
        folder.AddLines("fan_0_low_1_weight", 0.02, 0.02, 3);
        return folder;
    }

    public void Add(string name, int recordings, double amplitudeG)
    {
        StringBuilder text = new("recording,x_g,y_g,z_g\n");
        for (int recording = 0; recording < recordings; recording++)
        {
            for (int i = 0; i < SamplesPerRecording; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{recording},{Line(recording, i, amplitudeG)}\n");
            }
        }

        Write(name + ".csv", text.ToString());
    }

    /// <summary>One long recording without labels.</summary>
    public void AddPlain(string name, int samples, double amplitudeG) =>
        Write(name, "x_g,y_g,z_g\n" + string.Concat(Enumerable.Range(0, samples).Select(i => Line(0, i, amplitudeG) + "\n")));

    public string Write(string name, string text)
    {
        string path = _folder.PathOf(name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Dispose();

    private void AddLines(string name, double turning, double knocking, ulong seed)
    {
        TrainingRandom random = new(seed);
        StringBuilder text = new("recording,x_g,y_g,z_g\n");
        for (int recording = 0; recording < 50; recording++)
        {
            double phase = 2 * Math.PI * random.NextUnit();
            for (int i = 0; i < SamplesPerRecording; i++)
            {
                double Axis(double up) => up + (turning * Math.Sin((2 * Math.PI * 25 * i / 200) + phase)) + (knocking * Math.Sin((2 * Math.PI * 33 * i / 200) + phase)) + (0.002 * random.NextNormal());
                text.Append(CultureInfo.InvariantCulture, $"{recording},{Axis(0):0.000000},{Axis(0):0.000000},{Axis(1):0.000000}\n");
            }
        }

        Write(name + ".csv", text.ToString());
    }

    private string Line(int recording, int i, double amplitudeG)
    {
        double x = (amplitudeG * Math.Sin((i * 0.4) + recording)) + Noise();
        double y = (amplitudeG * Math.Cos((i * 0.4) + recording)) + Noise();
        double z = 1 + (amplitudeG * 0.3 * Math.Sin(i * 0.8)) + Noise();
        return string.Create(CultureInfo.InvariantCulture, $"{x:0.0000},{y:0.0000},{z:0.0000}");
    }

    private double Noise() => _noiseG > 0 ? _noiseG * _random.NextNormal() : 0;
}
