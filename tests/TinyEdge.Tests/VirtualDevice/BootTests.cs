using TinyEdge.Bundles;
using TinyEdge.Firmware;
using TinyEdge.NanoShim;
using TinyEdge.VirtualDevice;
using TinyEdge.VirtualDevice.Timing;

namespace TinyEdge.Tests.VirtualDevice;

public class BootTests
{
    [Fact]
    public void TwoBoards_InOneProcess_DoNotShareAnything()
    {
        using var one = new TestBoard();
        using var two = new TestBoard();
        two.Clock.Advance(5_000_000);
        Parallel.ForEach([one, two], board => board.Board.Boot().Run(() =>
        {
            byte[] mark = [board == one ? (byte)1 : (byte)2];
            Assert.Equal(ResultCode.Ok, new FlashFileStore().TryWrite("who", 0, mark, 0, 1));
        }));
        Assert.Equal([1], File.ReadAllBytes(Path.Combine(one.Folder, "who")));
        Assert.Equal([2], File.ReadAllBytes(Path.Combine(two.Folder, "who")));
    }

    [Fact]
    public void Shim_OutsideABoot_SaysWhatToDo()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => new SystemClock().UptimeMs);
        Assert.Contains("VirtualBoot", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reboot_FromFirmware_EndsTheBootAndTheNextStartsAtZero()
    {
        using var board = new TestBoard();
        VirtualBoot boot = board.Board.Boot();
        bool after = false;
        BootEnd end = boot.Run(() =>
        {
            board.Clock.Advance(3_000_000);
            Assert.Equal(3000, new SystemClock().UptimeMs);
            new BoardPower().Reboot();
            after = true;
        });
        Assert.Equal(BootEnd.Reboot, end);
        Assert.False(after);
        Assert.Equal(BootEnd.MainReturned, board.Board.Boot().Run(() => Assert.Equal(0, new SystemClock().UptimeMs)));
        Assert.Null(board.Board.CurrentBoot!.Unhandled);
    }

    [Fact]
    public void R16_Exception_OutOfMain_IsKeptAndHaltsTheBoard()
    {
        using var board = new TestBoard();
        int boots = 0;
        board.Board.Run(
            _ =>
            {
                boots++;
                throw new NotSupportedException();
            },
            CancellationToken.None);
        Assert.Equal(1, boots);
        Assert.Equal(BootEnd.Unhandled, board.Board.CurrentBoot!.End);
        Assert.IsType<NotSupportedException>(board.Board.CurrentBoot.Unhandled);
    }

    /// <summary>Code that never calls the board cannot be stopped on a desktop; the next boot must come all the same.</summary>
    [Fact]
    public void Run_MainStuckWhenTheBootEnds_IsLeftBehind()
    {
        using var board = new TestBoard();
        using ManualResetEventSlim never = new();
        using CancellationTokenSource off = new();
        List<BootEnd> ends = [];
        board.Board.Run(
            boot =>
            {
                if (boot.Number == 1)
                {
                    board.Board.HardReset();
                    never.Wait();
                }

                off.Cancel();
            },
            off.Token,
            boot => ends.Add(boot.End));
        never.Set();

        Assert.Equal([BootEnd.HardReset, BootEnd.PowerLoss], ends);
    }

    [Fact]
    public async Task HardReset_FirmwareAsleep_EndsItsSleepAtOnce()
    {
        using var board = new TestBoard();
        VirtualBoot boot = board.Board.Boot();
        Task<BootEnd> running = Task.Run(() => boot.Run(() => new SystemClock().Sleep(1_000_000)));
        board.Board.HardReset();
        Assert.Equal(BootEnd.HardReset, await running.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Reboot_AdaptersOfTheEarlierBoot_AreDead()
    {
        using var board = new TestBoard();
        I2cBus bus = board.InBoot(() => new I2cBus(BoardPins.SensorBus, 0x53));
        byte[] buffer = new byte[1];
        Assert.Equal(ResultCode.Ok, bus.TryReadRegister(0, buffer, 1));
        board.Board.Boot();
        Assert.Equal(ResultCode.BusError, bus.TryReadRegister(0, buffer, 1));
    }

    [Fact]
    public void SteppedClock_SleepingFirmware_RunsAnHourDeterministically()
    {
        using var board = new TestBoard();
        var options = board.Board.Options with { Speed = 0 };
        using var fast = new VirtualBoard(options);
        fast.Boot().Run(() =>
        {
            var clock = new SystemClock();
            while (clock.UptimeMs < 3_600_000)
            {
                clock.Sleep(10);
            }
        });
        Assert.Equal(3_600_000_000, fast.Clock.Microseconds);
    }

    [Fact]
    public void ScaledClock_ThousandTimes_SleepsInTheBoardsTime()
    {
        var clock = new ScaledClock(1000);
        long start = clock.Microseconds;
        long real = Environment.TickCount64;
        clock.Sleep(60_000_000, CancellationToken.None);
        Assert.True(clock.Microseconds - start >= 60_000_000);
        Assert.InRange(Environment.TickCount64 - real, 30, 30_000);
    }

    [Fact]
    public void Loader_AssemblyOfThisTest_IsLoadedAnewForEachBoot()
    {
        byte[] image = File.ReadAllBytes(typeof(BootTests).Assembly.Location);
        using var board = new TestBoard();
        using var auto = new VirtualBoard(board.Board.Options with { Speed = 0 });
        Assert.Equal((ResultCode.Ok, 1), Load(auto, image));
        Assert.Equal((ResultCode.Ok, 1), Load(auto, image));
    }

    [Fact]
    public void Loader_BadImagesAndTypes_HaveTheirCodes()
    {
        byte[] image = File.ReadAllBytes(typeof(BootTests).Assembly.Location);
        using var board = new TestBoard();
        using var auto = new VirtualBoard(board.Board.Options with { Speed = 0 });
        using IDisposable scope = auto.Boot().Enter();
        var loader = new BankAppLoader();
        Assert.Equal(ResultCode.AppTypeNotFound, loader.TryLoad(image, "No.Such.Type", out _));
        Assert.Equal(ResultCode.AppThrew, loader.TryLoad(image, typeof(ThrowingApp).FullName!, out object? app));
        Assert.Null(app);
        image[0] ^= 1;
        Assert.Equal(ResultCode.AppLoadFailed, loader.TryLoad(image, typeof(CountingApp).FullName!, out _));
    }

    [Fact]
    public void Serial_PinsNotAssigned_DoesNotOpen()
    {
        using var board = new TestBoard();
        Assert.False(board.InBoot(() => new SerialLink(BoardPins.ConsolePort, 115200)).IsOpen);
        Assert.True(board.InBoot(() =>
        {
            BoardPins.Assign();
            return new SerialLink(BoardPins.ConsolePort, 115200);
        }).IsOpen);
    }

    private static (ResultCode Result, int Count) Load(VirtualBoard board, byte[] image)
    {
        using IDisposable scope = board.Boot().Enter();
        ResultCode result = new BankAppLoader().TryLoad(image, typeof(CountingApp).FullName!, out object app);
        Assert.NotSame(typeof(CountingApp), app.GetType());
        return (result, int.Parse(app.ToString()!, System.Globalization.CultureInfo.InvariantCulture));
    }
}

/// <summary>Counts in a static how often it was made: each boot must begin anew.</summary>
public class CountingApp
{
    private static int s_made;
    private readonly int _number = ++s_made;

    public override string ToString() => _number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>An application that cannot start.</summary>
public class ThrowingApp
{
    public ThrowingApp()
    {
        throw new NotSupportedException();
    }
}
