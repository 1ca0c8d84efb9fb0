using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Firmware;
using TinyEdge.Tests.Structure;
using TinyEdge.Tests.VirtualDevice;
using TinyEdge.VirtualDevice;
using TinyEdge.VirtualDevice.Hardware;
using TinyEdge.VirtualDevice.Timing;

namespace TinyEdge.Tests.Firmware;

/// <summary>What a real board starts with: its own facts, the settings file, the golden model as code, and a Main that never ends.</summary>
public class BoardSettingsTests
{
    private const double Speed = 16;

    [Fact]
    public void Create_OnABoard_TakesIdPlatformAndImageFromIt()
    {
        using TestBoard board = new();
        FirmwareSettings settings = board.InBoot(BoardSettings.Create);

        Assert.Equal([0x02, 0x54, 0x45, 0xFF, 0xFE, 0x00, 0x00, 0x01], settings.DeviceId);
        Assert.Equal(TargetEnvironment.Esp32 | DeviceSettings.Ring, settings.Identity.Environment);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData("ESP32_REV3 1.17.0.0"u8)[..8], settings.Identity.NativeChecksums);
        Assert.Equal(0, settings.Keys.Count);
    }

    [RepositoryFact]
    public void GoldenModelBytes_InTheFirmware_IsTheShippedModelAsItsGeneratorWritesIt()
    {
        string path = Path.Combine(Repository.Root, "models", "fan-baseline", "model.tem");
        byte[] model = File.ReadAllBytes(path);

        Assert.Equal(model, GoldenModelBytes.Create());
        string source = File.ReadAllText(Path.Combine(Repository.Root, "firmware", "TinyEdge.Firmware", "GoldenModelBytes.cs"));
        Assert.Equal(source.ReplaceLineEndings("\n"), GoldenModelSource.Write(model, path));
    }

    [Fact]
    public async Task Main_OnABareBoard_ReportsWithoutEndAndEndsOnlyWithTheBoard()
    {
        using TestBoard folder = new();
        using VirtualBoard board = NewBoard(folder, PowerProfile.AlwaysOn);
        TaskCompletionSource<string> line = new(TaskCreationOptions.RunContinuationsAsynchronously);
        string soFar = "";
        board.ConsoleWritten += written =>
        {
            soFar += written;
            if (soFar.Contains('\n', StringComparison.Ordinal))
            {
                line.TrySetResult(soFar[..(soFar.IndexOf('\n', StringComparison.Ordinal) + 1)]);
            }
        };
        using CancellationTokenSource stop = new();
        BootEnd end = BootEnd.Running;
        Thread main = new(() => board.Run(_ => global::TinyEdge.Firmware.Program.Main(), stop.Token, boot => end = boot.End)) { IsBackground = true };
        main.Start();

        string text = await line.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(LineParser.TryParse(System.Text.Encoding.ASCII.GetBytes(text.Replace("\r", "", StringComparison.Ordinal)), out DeviceLine? health, out _));
        Assert.Equal((long)ResultCode.DeviceKeyMissing, health!.Number(WireLabels.KeyResult));
        Assert.Equal((long)ResultCode.StorageLost, health.Number(WireLabels.StoreResult));
        Assert.Equal(0, health.Number(WireLabels.StartResult));
        Assert.Equal(BootEnd.Running, board.CurrentBoot!.End);
        await stop.CancelAsync();
        Assert.True(main.Join(TimeSpan.FromSeconds(20)));
        Assert.Equal(BootEnd.PowerLoss, end);
    }

    [Fact]
    public void LightSleep_ProfileAsksForIt_SleepsAfterTheAwakeTimeAndKeepsMeasuring()
    {
        using TestBoard folder = new();
        using VirtualBoard board = NewBoard(folder, PowerProfile.LightSleep);
        using CancellationTokenSource stop = new();
        FirmwareMain? firmware = null;
        board.Wifi.Provision(VirtualWifi.DefaultSsid, VirtualWifi.DefaultPassphrase);
        Thread main = new(() => board.Run(_ => (firmware = new FirmwareMain(Settings(board))).Run(), stop.Token)) { IsBackground = true };
        main.Start();
        Assert.True(SpinWait.SpinUntil(() => firmware?.Board.SleptMs > 5000, TimeSpan.FromSeconds(60)), "It never slept.");

        Assert.True(board.Clock.Microseconds > LightSleeper.AwakeAfterBootMs * 1000L);
        long windows = firmware!.Supervisor.Health.Windows;
        Assert.True(SpinWait.SpinUntil(() => firmware.Supervisor.Health.Windows > windows + 5, TimeSpan.FromSeconds(60)), "It does not measure while it sleeps.");
        Assert.Equal(ResultCode.WifiResting, firmware.Board.Wifi.State);
        stop.Cancel();
        Assert.True(main.Join(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Indicator_AlarmOn_DrivesThePinOfTheBoard()
    {
        using TestBoard board = new();
        Indicator indicator = board.InBoot(() => new Indicator(BoardPins.IndicatorPin));

        indicator.Set(true);
        Assert.Equal([25], board.Board.HighPins);
        indicator.Set(false);
        Assert.Empty(board.Board.HighPins);
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(1, 2000)]
    [InlineData(5, 32000)]
    [InlineData(6, 60000)]
    [InlineData(int.MaxValue, 60000)]
    public void WifiPause_AfterFailures_DoublesToAMinute(int failures, int expectedMs)
    {
        Assert.Equal(expectedMs, WifiKeeper.PauseMs(failures));
    }

    private static VirtualBoard NewBoard(TestBoard folder, PowerProfile power) => new(
        new VirtualDeviceOptions { Folder = Path.Combine(folder.Folder, "bare"), Power = power }, new ScaledClock(Speed));

    private static FirmwareSettings Settings(VirtualBoard board)
    {
        FirmwareSettings settings = BoardSettings.Create();
        settings.Power = board.Options.Power;
        settings.HttpAddress = System.Net.IPAddress.Loopback;
        settings.HttpPort = 0;
        return settings;
    }
}
