using TinyEdge.NanoShim;

namespace System.IO;

public sealed class DriveInfo
{
    private readonly IBoardHardware _board;

    public DriveInfo(string driveName)
    {
        VolumePath.NameOf(driveName);
        _board = BoardContext.Current;
        Name = driveName;
        TotalSize = _board.Flash.TotalBytes;
    }

    public string Name { get; set; }

    public long TotalSize { get; set; }

    public void Format(string fileSystem, uint parameter)
    {
        _board.ThrowIfReset();
        _board.Flash.Format();
    }
}
