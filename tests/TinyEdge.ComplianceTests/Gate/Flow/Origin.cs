namespace TinyEdge.ComplianceTests.Gate.Flow;

/// <summary>
/// Why the interpreter may take a value for unsigned where the language has an int or a long: it keeps the type of a value beside it, and
/// a cast from uint to int is no instruction.
/// </summary>
/// <param name="IsUnsigned">It comes from something unsigned.</param>
/// <param name="Arguments">One bit for each argument (with this first) that it gets its type from: the caller decides.</param>
internal readonly record struct Origin(bool IsUnsigned, ulong Arguments)
{
    public static Origin Unsigned { get; } = new(true, 0);

    public bool IsSigned => !IsUnsigned && Arguments == 0;

    public static Origin Argument(int slot) => new(false, 1UL << Math.Min(slot, 63));

    public bool Has(int slot) => (Arguments & (1UL << Math.Min(slot, 63))) != 0;

    public Origin With(Origin other) => new(IsUnsigned || other.IsUnsigned, Arguments | other.Arguments);
}
