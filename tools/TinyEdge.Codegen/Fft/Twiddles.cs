using System.Globalization;

namespace TinyEdge.Codegen.Fft;

/// <summary>
/// Q15 cosines and sines of whole steps of a turn as names of local variables. Each magnitude is one variable (and one more for
/// its negative where a formula wants it), so that a use costs one instruction instead of a constant and its conversion to 64 bit.
/// </summary>
internal sealed class Twiddles(int turn)
{
    private readonly SortedDictionary<int, string> _names = [];

    /// <summary>The declarations, to stand at the head of the method.</summary>
    public IEnumerable<string> Declarations =>
        _names.Select(entry => $"long {entry.Value} = {entry.Key.ToString(CultureInfo.InvariantCulture)};");

    public int Count => _names.Count;

    /// <summary>Q15 cosine of step / turn, rounded to nearest.</summary>
    public static int CosineQ15(int step, int turn) => (int)Math.Round(32768 * Math.Cos(2 * Math.PI * step / turn), MidpointRounding.AwayFromZero);

    public static int SineQ15(int step, int turn) => (int)Math.Round(32768 * Math.Sin(2 * Math.PI * step / turn), MidpointRounding.AwayFromZero);

    public string Cosine(int step) => Name(CosineQ15(step, turn));

    public string Sine(int step) => Name(SineQ15(step, turn));

    /// <summary>cos 45 degrees with a sign.</summary>
    public string Diagonal(bool negative) => Name(negative ? -CosineQ15(1, 8) : CosineQ15(1, 8));

    private string Name(int value)
    {
        if (!_names.TryGetValue(value, out string? name))
        {
            name = value < 0 ? $"n{-value}" : $"w{value}";
            _names.Add(value, name);
        }

        return name;
    }
}
