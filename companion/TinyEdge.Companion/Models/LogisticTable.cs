namespace TinyEdge.Companion.Models;

/// <summary>The int8 table of a Logistic layer: entry i is the output for input i - 128.</summary>
public static class LogisticTable
{
    /// <summary>As TensorFlow Lite builds its int8 lookup table: dequantise, sigmoid, requantise, each in single precision.</summary>
    public static sbyte[] Build(float inputScale, int inputZeroPoint, float outputScale, int outputZeroPoint)
    {
        sbyte[] table = new sbyte[256];
        float inverse = 1f / outputScale;
        for (int i = 0; i < table.Length; i++)
        {
            float x = inputScale * (i - 128 - inputZeroPoint);
            float sigmoid = (float)(1.0 / (1.0 + DeterministicExp.Of(-x)));
            double rounded = Math.Round(sigmoid * inverse, MidpointRounding.AwayFromZero);
            table[i] = (sbyte)Math.Clamp(rounded + outputZeroPoint, sbyte.MinValue, sbyte.MaxValue);
        }

        return table;
    }
}
