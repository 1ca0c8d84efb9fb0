using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets.Import;

/// <summary>
/// Finds a wrong unit by what no accelerometer can show: more than 64 g, or, on three axes, a steady pull that is gravity in another unit. The
/// check is of whole files, after conversion.
/// </summary>
internal static class UnitCheck
{
    private const float LargestG = 64;
    private const double GravityInMetres = 9.8;

    /// <summary>A steady pull within this factor of what another unit would make of gravity is that.</summary>
    private const double Tolerance = 1.35;

    public static void Require(IReadOnlyList<Recording> recordings, SourceUnit unit, string path)
    {
        float largest = recordings.Max(r => r.Values.Max(Math.Abs));
        if (unit.Unit == SignalUnit.FullScale)
        {
            if (largest > 1)
            {
                throw Error(path, FormattableString.Invariant($"A value is {largest:0.###} of full scale."), "Divide by the full scale of the converter first, or give --unit g, m/s2 or counts.");
            }

            return;
        }

        if (largest > LargestG)
        {
            throw Error(path, FormattableString.Invariant($"With --unit {unit.Name} a value is {largest:0.#} g, more than {LargestG} g."), "Give the right --unit: g, mg, m/s2 or counts with --counts-per-g.");
        }

        if (recordings[0].Axes == 3)
        {
            RequireGravity(SteadyPull(recordings), unit, path);
        }
    }

    private static void RequireGravity(double pull, SourceUnit unit, string path)
    {
        string? likely = IsNear(pull, GravityInMetres) && unit.Name == "g" ? "m/s2"
            : IsNear(pull, 1 / GravityInMetres) && unit.Name == "m/s2" ? "g"
            : IsNear(pull, 0.001) && unit.Name == "mg" ? "g"
            : null;
        if (likely is not null)
        {
            throw Error(path, FormattableString.Invariant($"With --unit {unit.Name} the steady pull on the sensor is {pull:0.####} g; gravity is 1 g."), $"The file is most likely in {likely}: give --unit {likely}.");
        }
    }

    private static bool IsNear(double value, double expected) => value > expected / Tolerance && value < expected * Tolerance;

    private static double SteadyPull(IReadOnlyList<Recording> recordings)
    {
        double[] sums = new double[3];
        long samples = 0;
        foreach (Recording recording in recordings)
        {
            for (int i = 0; i < recording.Values.Length; i++)
            {
                sums[i % 3] += recording.Values[i];
            }

            samples += recording.SampleCount;
        }

        return Math.Sqrt(sums.Sum(s => s / samples * (s / samples)));
    }

    private static RecordingException Error(string path, string why, string remedy) => new($"{path} cannot be used.", why, remedy);
}
