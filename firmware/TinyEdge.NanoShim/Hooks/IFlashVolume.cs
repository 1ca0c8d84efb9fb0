namespace TinyEdge.NanoShim;

/// <summary>The volume <c>I:</c>. Paths are names below its root. Failures are IOException.</summary>
public interface IFlashVolume
{
    long TotalBytes { get; }

    bool Exists(string name);

    string[] List();

    IFlashFile Open(string name, FlashOpenMode mode, FlashAccess access);

    void Delete(string name);

    /// <summary>Fails when the target exists.</summary>
    void Move(string source, string target);

    void Format();
}

/// <summary>An open file. What was written reaches flash in <see cref="Close"/> and nowhere else.</summary>
public interface IFlashFile
{
    long Length { get; }

    int Read(long position, byte[] buffer, int offset, int count);

    void Write(long position, byte[] buffer, int offset, int count);

    void SetLength(long length);

    void Close();
}
