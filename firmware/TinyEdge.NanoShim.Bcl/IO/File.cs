using TinyEdge.NanoShim;

namespace System.IO;

public static class File
{
    public static bool Exists(string path) => Flash().Exists(VolumePath.NameOf(path));

    public static void Delete(string path) => Flash().Delete(VolumePath.NameOf(path));

    public static void Move(string sourceFileName, string destFileName)
        => Flash().Move(VolumePath.NameOf(sourceFileName), VolumePath.NameOf(destFileName));

    private static IFlashVolume Flash()
    {
        IBoardHardware board = BoardContext.Current;
        board.ThrowIfReset();
        return board.Flash;
    }
}
