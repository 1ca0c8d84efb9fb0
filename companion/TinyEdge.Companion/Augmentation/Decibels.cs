using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Augmentation;

/// <summary>Decibels to factors, the same bits on every machine.</summary>
internal static class Decibels
{
    private const double Ln10 = 2.302585092994045684;

    /// <summary>Factor of an amplitude: 20 dB are 10.</summary>
    public static double Amplitude(double decibels) => DeterministicExp.Of(decibels * Ln10 / 20);
}
