using System;

namespace TinyEdge.NanoShim;

/// <summary>How a file is opened; the values of System.IO.FileMode.</summary>
public enum FlashOpenMode
{
    CreateNew = 1,
    Create = 2,
    Open = 3,
    OpenOrCreate = 4,
    Truncate = 5,
    Append = 6,
}

/// <summary>What an open file is used for; the values of System.IO.FileAccess.</summary>
[Flags]
public enum FlashAccess
{
    Read = 1,
    Write = 2,
    ReadWrite = 3,
}
