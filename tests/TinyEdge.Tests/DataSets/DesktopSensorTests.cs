extern alias DesktopGpio;

using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets.Capture;
using TinyEdge.Companion.Devices;
using TinyEdge.Tests.Cli;
using TinyEdge.Tests.Transport;
using TinyEdge.VirtualDevice.Hardware;
using TinyEdge.VirtualDevice.Vibration;
using Gpio = DesktopGpio::System.Device.I2c;

namespace TinyEdge.Tests.DataSets;

/// <summary>The device's drivers on the desktop's I2C, with the chip models of the virtual device at the other end of the wire.</summary>
public class DesktopSensorTests
{
    [Theory]
    [InlineData("adxl345")]
    [InlineData("mpu6050")]
    public async Task Capture_FromAChip_GivesGravityAndNoGaps(string chip)
    {
        ChipDevice device = new(chip == "adxl345" ? new Adxl345Model(new Still()) : new Mpu6050Model(new Still()));
        using DesktopSensor sensor = new(chip, device, device.Time);
        CaptureRecorder recorder = new(recordingSeconds: 0.5);

        await foreach (CapturedBlock block in sensor.CaptureAsync(200, 2, CancellationToken.None))
        {
            recorder.Add(block);
        }

        Assert.Equal((4, 0), (recorder.Recordings.Count, recorder.Gaps));
        Assert.All(recorder.Recordings, r => Assert.Equal(1, Enumerable.Range(0, 100).Average(i => r.Values[(3 * i) + 2]), 0.05));
        Assert.All(recorder.Recordings, r => Assert.Equal((200, 3, 100), (r.SampleRateHz, r.Axes, r.SampleCount)));
    }

    [Fact]
    public async Task Capture_WireComesOff_SaysWhatTheBusSaid()
    {
        ChipDevice device = new(new Adxl345Model(new Still()));
        using DesktopSensor sensor = new("adxl345", device, device.Time);
        TinyEdgeException error = await Assert.ThrowsAsync<TinyEdgeException>(async () =>
        {
            await foreach (CapturedBlock _ in sensor.CaptureAsync(200, 60, CancellationToken.None))
            {
                device.IsBroken = true;
            }
        });

        Assert.Equal((ExitCode.Link, ResultCode.BusError), (error.ExitCode, error.Result));
        Assert.Contains("remote I/O error", error.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capture_OtherChipAtTheAddress_IsRefused()
    {
        ChipDevice device = new(new Adxl345Model(new Still()) { Identity = 0x12 });
        using DesktopSensor sensor = new("adxl345", device, device.Time);

        TinyEdgeException error = await Assert.ThrowsAsync<TinyEdgeException>(async () => await sensor.CaptureAsync(200, 1, CancellationToken.None).GetAsyncEnumerator().MoveNextAsync());

        Assert.Equal(ResultCode.SensorWrongIdentity, error.Result);
    }

    [Fact]
    public async Task Capture_BusThatThisMachineDoesNotHave_IsALinkError()
    {
        using SampleSet folder = new();
        CommandRun run = await CommandRun.RunAsync("data", "capture", folder.Path, "--i2c", "97", "--seconds", "2", "--label", "healthy");

        CommandAssert.Fails(run, ExitCode.Link, run.Error.Contains("code", StringComparison.Ordinal) ? ResultCode.BusError : ResultCode.Ok);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void Recorder_MissingSamplesOrAnOverrun_BeginsANewRecording()
    {
        CaptureRecorder recorder = new(recordingSeconds: 1);
        void Add(long at, long overruns, int samples) => recorder.Add(new CapturedBlock(at, 10, overruns, [.. Enumerable.Range(0, 3 * samples).Select(i => (short)(at + i))]));

        Add(100, 0, 6);
        Add(106, 0, 6);
        Add(112, 0, 5);
        Add(118, 0, 10);
        Add(128, 1, 9);
        Add(137, 1, 1);

        Assert.Equal((3, 2, 37L), (recorder.Recordings.Count, recorder.Gaps, recorder.Samples));
        Assert.Equal([100 / 4096f, 118 / 4096f, 128 / 4096f], recorder.Recordings.Select(r => r.Values[0]));
    }

    private sealed class Still : IVibrationSource
    {
        public void Sample(long microseconds, out double xG, out double yG, out double zG) => (xG, yG, zG) = (0, 0, 1);

        public double TemperatureCelsius(long microseconds) => 20;
    }

    /// <summary>What .NET's I2C hands to a driver, over a chip whose time goes on as somebody waits.</summary>
    private sealed class ChipDevice : Gpio.I2cDevice
    {
        private readonly II2cTarget _chip;

        public ChipDevice(II2cTarget chip)
        {
            _chip = chip;
            _chip.PowerOn();
        }

        public WaitlessTime Time { get; } = new();

        public bool IsBroken { get; set; }

        public override Gpio.I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x53);

        public override void Read(Span<byte> buffer) => _chip.Read(buffer, Now());

        public override void Write(ReadOnlySpan<byte> buffer) => _chip.Write(buffer, Now());

        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
        {
            Write(writeBuffer);
            Read(readBuffer);
        }

        private long Now() => IsBroken ? throw new IOException("remote I/O error") : Time.GetTimestamp() / TimeSpan.TicksPerMicrosecond;
    }
}
