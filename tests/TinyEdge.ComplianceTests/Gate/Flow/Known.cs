namespace TinyEdge.ComplianceTests.Gate.Flow;

/// <summary>What is known of a value on the stack or in a slot: integers lie between two bounds, and may exclude 0 between them.</summary>
/// <param name="Low">Least value, read as signed.</param>
/// <param name="High">Greatest value, read as signed.</param>
/// <param name="Is64">A long; otherwise an int (bool, char, byte, ... too).</param>
/// <param name="NotZero">Zero is excluded although it lies between the bounds.</param>
/// <param name="Slot">The local or argument that holds the same value, or -1: what a branch learns of the value, it learns of the slot.</param>
/// <param name="From">The comparison that made this truth value, or null.</param>
/// <param name="Origin">Whether the interpreter may take it for unsigned.</param>
/// <param name="Element">Of an array or a reference: full name of what it holds or points to, an enum's number type for an enum; or null.</param>
internal readonly record struct Known(
    long Low, long High, bool Is64, bool NotZero = false, int Slot = -1, Comparison? From = null, Origin Origin = default, string? Element = null)
{
    public bool ExcludesZero => NotZero || Low > 0 || High < 0;

    public bool ExcludesMinusOne => Low > -1 || High < -1;

    public bool ExcludesLeast => Low > Least(Is64);

    public bool IsConstant => Low == High;

    public static long Least(bool is64) => is64 ? long.MinValue : int.MinValue;

    public static long Greatest(bool is64) => is64 ? long.MaxValue : int.MaxValue;

    public static Known Any(bool is64) => new(Least(is64), Greatest(is64), is64);

    public static Known Constant(long value, bool is64) => new(value, value, is64);

    /// <summary>Between two exact bounds; anything when the operation may have wrapped round.</summary>
    public static Known Between(Int128 low, Int128 high, bool is64) =>
        low < Least(is64) || high > Greatest(is64) ? Any(is64) : new Known((long)low, (long)high, is64);

    public Known Join(Known other) => new(
        Math.Min(Low, other.Low),
        Math.Max(High, other.High),
        Is64 || other.Is64,
        ExcludesZero && other.ExcludesZero,
        Slot == other.Slot ? Slot : -1,
        From == other.From ? From : null,
        Origin.With(other.Origin),
        Element == other.Element ? Element : null);

    /// <summary>Makes a bound that still moves jump to one of few, so that a loop ends.</summary>
    public Known Widen(Known before)
    {
        long low = Low >= before.Low ? Low : Low >= 1 ? 1 : Low >= 0 ? 0 : Least(Is64);
        // Below the greatest: what a loop with an upper bound knows of its counter.
        long high = High <= before.High ? High : High <= 0 ? 0 : High < Greatest(Is64) ? Greatest(Is64) - 1 : High;
        return this with { Low = low, High = high };
    }

    /// <summary>The part of this that lies between two bounds; unchanged when nothing would be left (code that is never reached).</summary>
    public Known Within(long low, long high)
    {
        long newLow = Math.Max(Low, low);
        long newHigh = Math.Min(High, high);
        return newLow > newHigh ? this : this with { Low = newLow, High = newHigh };
    }

    public Known WithoutZero() => Low == 0 && High > 0 ? this with { Low = 1 } : High == 0 && Low < 0 ? this with { High = -1 } : this with { NotZero = true };
}

/// <summary>A comparison of two values: "eq", "lt", "gt", with "le", "ge" and "ne" as their opposites; unsigned where said.</summary>
internal sealed record Comparison(string Operator, bool IsUnsigned, Known Left, Known Right)
{
    public Comparison Negated() => this with
    {
        Operator = Operator switch { "eq" => "ne", "ne" => "eq", "lt" => "ge", "ge" => "lt", "gt" => "le", _ => "gt" },
    };
}
