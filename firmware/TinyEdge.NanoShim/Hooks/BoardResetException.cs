using System;

namespace TinyEdge.NanoShim;

/// <summary>
/// Ends the code of a boot whose board was reset or lost power. On the device the processor simply stops here; firmware code must
/// not depend on catching it, and every later call of that boot throws it again.
/// </summary>
public sealed class BoardResetException : Exception
{
    public BoardResetException()
        : base("The virtual board was reset; code of the earlier boot no longer runs.")
    {
    }
}
