using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training.Layers;

/// <summary>Scores to probabilities, the same on every machine.</summary>
internal static class Probabilities
{
    /// <summary>Logits to probabilities, in place.</summary>
    public static void Softmax(Span<float> values)
    {
        float largest = float.NegativeInfinity;
        foreach (float value in values)
        {
            largest = Math.Max(largest, value);
        }

        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)DeterministicExp.Of(values[i] - largest);
            sum += values[i];
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(values[i] / sum);
        }
    }

    public static float Sigmoid(float value) => (float)(1 / (1 + DeterministicExp.Of(-value)));
}
