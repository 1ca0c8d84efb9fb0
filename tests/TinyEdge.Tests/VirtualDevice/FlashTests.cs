using TinyEdge.Bundles;
using TinyEdge.Firmware;
using TinyEdge.NanoShim;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Update;
using TinyEdge.VirtualDevice;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Tests.VirtualDevice;

/// <summary>Each sentence of the platform's rules for the internal volume, seen through the volume and through the firmware's adapter.</summary>
public class FlashTests
{
    private readonly byte[] _data = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7))];

    [Fact]
    public void F11_Write_NotDisposedBeforeReset_IsLost()
    {
        using var board = new TestBoard();
        VirtualBoot boot = board.Board.Boot();
        IFlashFile file = boot.Flash.Open("a.bin", FlashOpenMode.Create, FlashAccess.ReadWrite);
        file.Write(0, _data, 0, 100);
        board.Board.HardReset();
        Assert.Throws<BoardResetException>(file.Close);
        Assert.Equal(0, Length(board, "a.bin"));
    }

    [Fact]
    public void Write_Disposed_SurvivesResetAndANewProcessOnTheSameFolder()
    {
        using var board = new TestBoard();
        Assert.Equal(ResultCode.Ok, Store(board).TryWrite("a.bin", 0, _data, 0, _data.Length));
        board.Board.PowerCycle();
        var remounted = new FlashVolume(board.Folder);
        byte[] back = new byte[_data.Length];
        Assert.Equal(_data.Length, remounted.Open("a.bin", FlashOpenMode.Open, FlashAccess.Read).Read(0, back, 0, back.Length));
        Assert.Equal(_data, back);
    }

    [Fact]
    public void Move_TargetExists_ThrowsAndChangesNothing()
    {
        using var board = new TestBoard();
        FlashFileStore store = Store(board);
        store.TryWrite("a.bin", 0, _data, 0, 10);
        store.TryWrite("b.bin", 0, _data, 0, 20);
        IFlashVolume flash = board.Board.CurrentBoot!.Flash;
        Assert.Throws<IOException>(() => flash.Move("a.bin", "b.bin"));
        Assert.Equal(20, store.Length("b.bin"));
        flash.Move("a.bin", "c.bin");
        Assert.Equal(-1, store.Length("a.bin"));
        Assert.Equal(10, store.Length("c.bin"));
    }

    [Fact]
    public void Write_VolumeFull_SaysFullAndKeepsWhatWasThere()
    {
        using var board = new TestBoard(flashBytes: 10 * 4096);
        FlashFileStore store = Store(board);
        Assert.Equal(ResultCode.Ok, store.TryWrite(Bank.FileA, 0, _data, 0, 8192));
        Assert.Equal(ResultCode.Ok, store.TryWrite(Bank.FileB, 0, _data, 0, 8192));
        Assert.Equal(ResultCode.Ok, store.TryWrite("network.sys", 0, _data, 0, 8192));
        Assert.Equal(ResultCode.StorageFull, store.TryWrite(SignalBaseline.FileName, 0, _data, 0, 10_000));
        Assert.Equal(ResultCode.StorageFull, store.Result);
        Assert.Equal(8192, store.Length("network.sys"));
        Assert.Equal(ResultCode.Ok, store.TryDelete(Bank.FileA));
        Assert.Equal(ResultCode.Ok, store.TryWrite(SignalBaseline.FileName, 0, _data, 0, 4096));
        Assert.Equal(ResultCode.Ok, store.Result);
    }

    [Fact]
    public void F16_Write_VolumeFullOfOthersFiles_DeletesThemAndNothingElse()
    {
        using var board = new TestBoard(flashBytes: 10 * 4096);
        FlashFileStore store = Store(board);
        Assert.Equal(ResultCode.Ok, store.TryWrite(Bank.FileA, 0, _data, 0, 4096));
        Assert.Equal(ResultCode.Ok, store.TryWrite(BootRecordStore.File0, 0, _data, 0, 64));
        Assert.Equal(ResultCode.Ok, store.TryWrite("network.sys", 0, _data, 0, 100));
        board.Board.Flash.Fill("log.txt");

        store.NoteFullness();
        Assert.Equal(ResultCode.StorageFull, store.Result);
        Assert.Equal(ResultCode.Ok, store.TryWrite(Bank.FileB, 0, _data, 0, 4096));

        Assert.Equal(ResultCode.Ok, store.Result);
        Assert.Equal(["bank_a.teb", "bank_b.teb", "boot0.rec", "network.sys"], board.Board.Flash.List());
    }

    [Fact]
    public void Rewrite_OfHalfTheVolume_NeedsRoomForTheCopy()
    {
        using var board = new TestBoard(flashBytes: 7 * 4096);
        FlashFileStore store = Store(board);
        byte[] three = new byte[3 * 4096];
        Assert.Equal(ResultCode.Ok, store.TryWrite(Bank.FileA, 0, three, 0, three.Length));
        Assert.Equal(ResultCode.StorageFull, store.TryWrite(Bank.FileA, 0, three, 0, three.Length));
        Assert.Equal(ResultCode.Ok, store.TryWrite(Bank.FileA, 2 * 4096, three, 0, 4096));
    }

    [Fact]
    public void Format_FilesThere_EmptiesTheVolume()
    {
        using var board = new TestBoard();
        FlashFileStore store = Store(board);
        store.TryWrite("a.bin", 0, _data, 0, 10);
        board.Board.Flash.Format();
        Assert.Equal(-1, store.Length("a.bin"));
        Assert.Equal(62, board.Board.Flash.FreeBlocks);
    }

    [Theory]
    [InlineData(FlashFaultKind.CutBefore, 0, 0)]
    [InlineData(FlashFaultKind.CutTorn, 0, 0)]
    [InlineData(FlashFaultKind.CutTorn, 37, 37)]
    [InlineData(FlashFaultKind.CutAfter, 0, 100)]
    public void F11_PowerCut_InACommit_LeavesThatPrefixAndEndsTheBoot(FlashFaultKind kind, int kept, int newBytes)
    {
        using var board = new TestBoard();
        FlashFileStore store = Store(board);
        byte[] old = new byte[100];
        store.TryWrite("a.bin", 0, old, 0, 100);
        board.Board.Flash.Faults = new OneFault(new FlashFault(kind, kept));
        byte[] ones = [.. Enumerable.Repeat((byte)1, 100)];
        Assert.NotEqual(ResultCode.Ok, store.TryWrite("a.bin", 0, ones, 0, 100));
        Assert.Equal(BootEnd.PowerLoss, board.Board.CurrentBoot!.End);
        board.Board.Flash.Faults = null;
        board.Board.Boot();
        byte[] back = new byte[100];
        Assert.Equal(ResultCode.Ok, Store(board).TryRead("a.bin", 0, back, 0, 100));
        Assert.Equal([.. ones.Take(newBytes), .. old.Skip(newBytes)], back);
    }

    [Fact]
    public void F17_FlashError_OnCommit_BecomesACode()
    {
        using var board = new TestBoard();
        FlashFileStore store = Store(board);
        store.TryWrite("a.bin", 0, _data, 0, 10);
        board.Board.Flash.Faults = new OneFault(new FlashFault(FlashFaultKind.Error));
        Assert.Equal(ResultCode.StorageWriteFailed, store.TryWrite("a.bin", 0, _data, 5, 10));
        Assert.Equal(ResultCode.Ok, store.TryWrite("a.bin", 0, _data, 5, 10));
    }

    [Fact]
    public void Store_RangesOutsideTheFile_HaveTheirCodes()
    {
        using var board = new TestBoard();
        FlashFileStore store = Store(board);
        byte[] buffer = new byte[16];
        Assert.Equal(ResultCode.StorageReadFailed, store.TryRead("none", 0, buffer, 0, 1));
        store.TryWrite("a.bin", 0, _data, 0, 10);
        Assert.Equal(ResultCode.Truncated, store.TryRead("a.bin", 8, buffer, 0, 3));
        Assert.Equal(ResultCode.Truncated, store.TryRead("a.bin", -1, buffer, 0, 3));
        Assert.Equal(ResultCode.Ok, store.TryRead("a.bin", 8, buffer, 0, 2));
        Assert.Equal(ResultCode.StorageWriteFailed, store.TryWrite("a.bin", 11, buffer, 0, 1));
        Assert.Equal(ResultCode.Ok, store.TryDelete("none"));
        Assert.Equal(256 * 1024, store.VolumeBytes);
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("C:x")]
    public void Open_NameThatLeavesTheVolume_IsRefused(string name)
    {
        using var board = new TestBoard();
        Assert.Throws<IOException>(() => board.Board.Flash.Open(name, FlashOpenMode.OpenOrCreate, FlashAccess.Write));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Store_RandomOperations_BehavesLikeADictionary(int seed)
    {
        using var board = new TestBoard();
        FlashFileStore store = Store(board);
        var model = new Dictionary<string, byte[]>();
        var random = new Random(seed);
        for (int step = 0; step < 300; step++)
        {
            string name = "f" + random.Next(4);
            byte[] present = model.GetValueOrDefault(name, []);
            switch (random.Next(5))
            {
                case 0:
                    Assert.Equal(ResultCode.Ok, store.TryDelete(name));
                    model.Remove(name);
                    break;
                case 1:
                    board.Board.Boot();
                    store = Store(board);
                    break;
                default:
                    int position = random.Next(present.Length + 1);
                    int count = Math.Min(random.Next(1, 6000), 20_000 - position);
                    Assert.Equal(ResultCode.Ok, store.TryWrite(name, position, _data, 0, count));
                    byte[] written = new byte[Math.Max(present.Length, position + count)];
                    present.CopyTo(written, 0);
                    Array.Copy(_data, 0, written, position, count);
                    model[name] = written;
                    break;
            }

            Assert.Equal(model.TryGetValue(name, out byte[]? expected) ? expected.Length : -1, store.Length(name));
            byte[] back = new byte[expected?.Length ?? 0];
            Assert.True(expected is null || store.TryRead(name, 0, back, 0, back.Length) == ResultCode.Ok);
            Assert.Equal(expected ?? [], back);
        }
    }

    [Fact]
    public void FileStore_TwoThreadsOverTwoFiles_NeverMixThemUp()
    {
        using var board = new TestBoard();
        FlashFileStore store = Store(board);
        string[] names = ["boot0.rec", "bank_a.teb"];
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, which =>
        {
            byte[] mine = [(byte)(which + 1)];
            byte[] back = new byte[1];
            for (int i = 0; i < 1000; i++)
            {
                Assert.Equal(ResultCode.Ok, store.TryWrite(names[which], 0, mine, 0, 1));
                Assert.Equal(ResultCode.Ok, store.TryRead(names[which], 0, back, 0, 1));
                Assert.Equal(mine[0], back[0]);
            }
        });
    }

    private static FlashFileStore Store(TestBoard board)
    {
        // The store reaches the board through the calling flow, so the test stays inside the boot.
        (board.Board.CurrentBoot is { End: BootEnd.Running } boot ? boot : board.Board.Boot()).Enter();
        return new FlashFileStore();
    }

    private static int Length(TestBoard board, string name)
    {
        board.Board.Boot();
        return Store(board).Length(name);
    }

    private sealed class OneFault(FlashFault fault) : IFlashFaults
    {
        private bool _done;

        public FlashFault Next(FlashOperation operation)
        {
            bool hit = !_done && operation.Kind == FlashOperationKind.Commit;
            _done |= hit;
            return hit ? fault : default;
        }
    }
}
