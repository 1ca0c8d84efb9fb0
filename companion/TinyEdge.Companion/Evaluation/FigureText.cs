using System.Globalization;

namespace TinyEdge.Companion.Evaluation;

/// <summary>Figures as tables and cards show them.</summary>
public static class FigureText
{
    /// <param name="ratio">A share from 0 to 1; null where there is nothing to judge.</param>
    /// <returns>Three decimals, or a dash.</returns>
    public static string Ratio(double? ratio) => ratio?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
