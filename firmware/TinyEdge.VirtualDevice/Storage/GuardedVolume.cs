using TinyEdge.NanoShim;

namespace TinyEdge.VirtualDevice.Storage;

/// <summary>The volume as the code of one boot sees it.</summary>
public sealed class GuardedVolume(IFlashGuard guard, IFlashVolume volume) : IFlashVolume
{
    public long TotalBytes => volume.TotalBytes;

    public bool Exists(string name) => guard.Guarded(() => volume.Exists(name));

    public string[] List() => guard.Guarded(volume.List);

    public IFlashFile Open(string name, FlashOpenMode mode, FlashAccess access)
        => new GuardedFile(guard, guard.Guarded(() => volume.Open(name, mode, access)));

    public void Delete(string name) => Guard(guard, () => volume.Delete(name));

    public void Move(string source, string target) => Guard(guard, () => volume.Move(source, target));

    public void Format() => Guard(guard, volume.Format);

    private static void Guard(IFlashGuard guard, Action action) => guard.Guarded(() =>
    {
        action();
        return true;
    });

    private sealed class GuardedFile(IFlashGuard guard, IFlashFile file) : IFlashFile
    {
        public long Length => guard.Guarded(() => file.Length);

        public int Read(long position, byte[] buffer, int offset, int count) => guard.Guarded(() => file.Read(position, buffer, offset, count));

        public void Write(long position, byte[] buffer, int offset, int count) => Guard(guard, () => file.Write(position, buffer, offset, count));

        public void SetLength(long length) => Guard(guard, () => file.SetLength(length));

        public void Close() => Guard(guard, file.Close);
    }
}
