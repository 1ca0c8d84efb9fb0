namespace System.IO;

public enum FileAccess
{
    Read = 1,
    Write = 2,
    ReadWrite = 3,
}
