namespace TinyEdge.Faults.Cases;

/// <summary>An invariant that did not hold.</summary>
/// <param name="Invariant">I1 to I7, "answer" for a code that was not true, "exception" for one that got out of the device's code.</param>
/// <param name="Text">What was found.</param>
public sealed record FaultViolation(string Invariant, string Text)
{
    public override string ToString() => $"{Invariant}: {Text}";
}

/// <summary>Carries a violation out of the middle of a case.</summary>
internal sealed class FaultViolationException(FaultViolation violation) : Exception(violation.ToString())
{
    public FaultViolation Violation => violation;
}
