using TinyEdge.NanoShim;

namespace System.IO;

public static class Directory
{
    public static string[] GetFiles(string path)
    {
        VolumePath.NameOf(path);
        IBoardHardware board = BoardContext.Current;
        board.ThrowIfReset();
        string[] names = board.Flash.List();
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = "I:\\" + names[i];
        }

        return names;
    }
}
