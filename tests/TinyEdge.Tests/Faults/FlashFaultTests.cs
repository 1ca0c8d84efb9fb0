using TinyEdge.NanoShim;
using TinyEdge.Tests.Bundles;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Tests.Faults;

/// <summary>What each fault leaves on the volume, and that it makes no difference to the rules where the bytes lie.</summary>
public class FlashFaultTests
{
    private static readonly byte[] s_old = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly byte[] s_new = [11, 12, 13, 14, 15, 16, 17, 18];

    [Theory]
    [InlineData(FlashFaultKind.CutBefore, 0, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(FlashFaultKind.CutTorn, 1, new byte[] { 11, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(FlashFaultKind.CutTorn, 7, new byte[] { 11, 12, 13, 14, 15, 16, 17, 8 })]
    [InlineData(FlashFaultKind.CutShort, 4, new byte[] { 11, 12, 13, 14 })]
    [InlineData(FlashFaultKind.CutShort, -1, new byte[0])]
    [InlineData(FlashFaultKind.CutErased, 0, new byte[] { 255, 255, 255, 255, 5, 6, 7, 8 })]
    [InlineData(FlashFaultKind.CutTail, 0, new byte[] { 1, 2, 3, 4, 15, 16, 17, 18 })]
    [InlineData(FlashFaultKind.CutAfter, 0, new byte[] { 11, 12, 13, 14, 15, 16, 17, 18 })]
    [InlineData(FlashFaultKind.Silent, 0, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(FlashFaultKind.NotErased, 0, new byte[] { 1, 0, 1, 4, 5, 0, 1, 0 })]
    [InlineData(FlashFaultKind.Error, 0, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(FlashFaultKind.Full, 0, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    public void F11_F20_Commit_WithAFault_LeavesThat(FlashFaultKind kind, int kept, byte[] expected)
    {
        FlashVolume volume = new(new MemoryMedium());
        Write(volume, s_old);
        volume.Faults = new CommitFault(new FlashFault(kind, kept));
        Exception? thrown = Record.Exception(() => Write(volume, s_new));
        volume.Faults = null;
        Assert.Equal(expected, Read(volume));
        Type? wanted = kind is FlashFaultKind.Silent or FlashFaultKind.NotErased ? null
            : kind is FlashFaultKind.Error or FlashFaultKind.Full ? typeof(IOException) : typeof(PowerCutException);
        Assert.Equal(wanted, thrown?.GetType());
    }

    /// <summary>Bytes beyond the old end that were never programmed read as erased flash.</summary>
    [Fact]
    public void F17_Commit_SilentBeyondTheEnd_ReadsErased()
    {
        FlashVolume volume = new(new MemoryMedium()) { Faults = new CommitFault(new FlashFault(FlashFaultKind.Silent)) };
        Write(volume, s_new);
        Assert.All(Read(volume), value => Assert.Equal(0xFF, value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Operations_OverFolderAndMemory_LeaveTheSame(int seed)
    {
        using TemporaryFolder folder = new();
        FlashVolume[] volumes = [new(folder.PathOf("flash")), new(new MemoryMedium())];
        List<string>[] traces = [Play(volumes[0], seed), Play(volumes[1], seed)];
        Assert.Equal(traces[0], traces[1]);
        Assert.Equal(volumes[0].OperationCount, volumes[1].OperationCount);
        Assert.Equal(volumes[0].FreeBlocks, volumes[1].FreeBlocks);
    }

    [Fact]
    public void F18_FlipBit_TurnsThatBitAndCountsNothing()
    {
        FlashVolume volume = new(new MemoryMedium());
        Write(volume, s_old);
        long before = volume.OperationCount;
        volume.FlipBit("f", 11);
        Assert.Equal([1, 2 ^ 8, 3, 4, 5, 6, 7, 8], Read(volume));
        Assert.Equal(before, volume.OperationCount);
    }

    private static List<string> Play(FlashVolume volume, int seed)
    {
        List<string> trace = [];
        Random random = new(seed);
        Write(volume, s_old, "always");
        volume.Faults = new RandomFaults(seed);
        for (int step = 0; step < 200; step++)
        {
            string name = "f" + random.Next(3);
            int kind = random.Next(6);
            byte[] bytes = new byte[random.Next(1, 9000)];
            random.NextBytes(bytes);
            Exception? thrown = Record.Exception(() => Step(volume, name, kind, bytes));
            volume.DropOpenFiles();
            volume.FlipBit("always", random.Next(8));
            trace.Add($"{step} {thrown?.GetType().Name} {string.Join(',', volume.List().Select(file => $"{file}:{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Read(volume, file)))}"))}");
        }

        return trace;
    }

    private static void Step(FlashVolume volume, string name, int kind, byte[] bytes)
    {
        switch (kind)
        {
            case 0:
                volume.Delete(name);
                break;
            case 1:
                volume.Move(name, "f" + ((name[1] + 1) % 3));
                break;
            default:
                Write(volume, bytes, name);
                break;
        }
    }

    private static void Write(FlashVolume volume, byte[] bytes, string name = "f")
    {
        IFlashFile file = volume.Open(name, FlashOpenMode.OpenOrCreate, FlashAccess.ReadWrite);
        file.Write(0, bytes, 0, bytes.Length);
        file.Close();
    }

    private static byte[] Read(FlashVolume volume, string name = "f")
    {
        IFlashFaults? faults = volume.Faults;
        volume.Faults = null;
        IFlashFile file = volume.Open(name, FlashOpenMode.Open, FlashAccess.Read);
        byte[] bytes = new byte[file.Length];
        file.Read(0, bytes, 0, bytes.Length);
        file.Close();
        volume.Faults = faults;
        return bytes;
    }

    private sealed class CommitFault(FlashFault fault) : IFlashFaults
    {
        public FlashFault Next(FlashOperation operation) => operation.Kind == FlashOperationKind.Commit ? fault : default;
    }

    private sealed class RandomFaults(int seed) : IFlashFaults
    {
        private readonly Random _random = new(seed);

        public FlashFault Next(FlashOperation operation) =>
            operation.IsRead || _random.Next(3) != 0 ? default : new FlashFault((FlashFaultKind)_random.Next(12), _random.Next(operation.Bytes + 1));
    }
}
