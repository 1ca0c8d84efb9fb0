namespace TinyEdge.Companion.Audit;

/// <summary>What happened to a line of a log after it was written.</summary>
public enum AuditDamage
{
    /// <summary>Its bytes are not those that its hash was made of.</summary>
    Edited,

    /// <summary>It is whole in itself, and the line after it follows another one.</summary>
    Replaced,

    /// <summary>It is missing.</summary>
    Dropped,

    /// <summary>It stands behind a later one.</summary>
    Reordered,

    /// <summary>It is there a second time.</summary>
    Duplicated,

    /// <summary>The end of the log is missing.</summary>
    CutOff,

    /// <summary>There is nothing to compare the end of the log with.</summary>
    NoHead,
}

/// <param name="Damage">What happened.</param>
/// <param name="Line">Line of the file, from 1; of a line that is missing, the one that stands in its place.</param>
/// <param name="Number">Number that the line had when it was written, where it can be told.</param>
/// <param name="Text">The same as a sentence.</param>
public sealed record AuditFinding(AuditDamage Damage, int Line, long? Number, string Text);
