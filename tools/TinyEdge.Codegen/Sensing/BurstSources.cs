namespace TinyEdge.Codegen.Sensing;

/// <summary>
/// A burst of a sensor's FIFO unpacked at constant indices, 13 instructions a value where the plain loop takes 26. The samples lie
/// in one switch, the last first, so that a burst of any length enters where its last sample is.
/// </summary>
internal static class BurstSources
{
    // One ADXL345 FIFO, and what the runner asks for at once.
    private const int MostSamples = 32;
    private const int Axes = 3;

    public static IEnumerable<GeneratedSource> All()
    {
        yield return new GeneratedSource("firmware/TinyEdge.Runtime/Sensing/BurstUnpack.g.cs", Source());
    }

    private static string Source()
    {
        CodeWriter code = new(nameof(BurstSources));
        code.Line("using TinyEdge.Bundles;");
        code.Line();
        code.Open("namespace TinyEdge.Runtime.Sensing");
        code.Line("/// <summary>The samples of one burst, bytes to int16; the values are those of SampleUnpack.</summary>");
        code.Open("internal static class BurstUnpack");
        code.Line($"public const int MostSamples = {MostSamples};");
        code.Line();
        code.Line($"/// <param name=\"raw\">({2 * Axes} * samples) bytes, high byte first.</param>");
        code.Line($"/// <param name=\"values\">Receives ({Axes} * samples) values.</param>");
        code.Line("/// <param name=\"samples\">Samples of three axes, 1 to MostSamples.</param>");
        code.Line("[HotPath]");
        code.Open("public static void BigEndian(byte[] raw, short[] values, int samples)");
        code.Open("switch (samples)");
        for (int sample = MostSamples; sample > 0; sample--)
        {
            code.Line($"case {sample}:");
            for (int axis = 0; axis < Axes; axis++)
            {
                int value = ((sample - 1) * Axes) + axis;
                code.Line($"    values[{value}] = (short)((raw[{2 * value}] << 8) | raw[{(2 * value) + 1}]);");
            }

            code.Line(sample > 1 ? $"    goto case {sample - 1};" : "    break;");
        }

        code.Close();
        code.Close();
        code.Close();
        code.Close();
        return code.ToString();
    }
}
