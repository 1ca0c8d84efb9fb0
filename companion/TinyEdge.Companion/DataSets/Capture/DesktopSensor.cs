using System.Device.I2c;
using System.Runtime.CompilerServices;
using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Companion.DataSets.Capture;

/// <summary>The accelerometer of a device, wired to this machine instead: same driver, same counts.</summary>
public sealed class DesktopSensor : IDisposable
{
    private const int BurstSamples = 32;
    private const int RangeG = 8;
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(2);

    private readonly I2cDevice _device;
    private readonly DesktopI2cBus _bus;
    private readonly IAccelerometer _driver;
    private readonly TimeProvider _time;

    /// <param name="chip"><c>adxl345</c> or <c>mpu6050</c>.</param>
    /// <param name="device">The chip on its bus; disposed with this.</param>
    /// <exception cref="TinyEdgeException">There is no driver for the chip.</exception>
    public DesktopSensor(string chip, I2cDevice device, TimeProvider? time = null)
    {
        _device = device;
        _bus = new DesktopI2cBus(device);
        _time = time ?? TimeProvider.System;
        _driver = chip switch
        {
            "adxl345" => new Adxl345(_bus),
            "mpu6050" => new Mpu6050(_bus),
            _ => throw new TinyEdgeException(ExitCode.Usage, $"There is no driver for '{chip}'.", $"Drivers are for {string.Join(" and ", Chips)}.", "Name one of them."),
        };
    }

    public static IReadOnlyList<string> Chips { get; } = ["adxl345", "mpu6050"];

    /// <summary>A chip on a bus of this machine: /dev/i2c-N under Linux.</summary>
    /// <param name="address">Null: the usual one of the chip.</param>
    /// <exception cref="TinyEdgeException">There is no such bus.</exception>
    public static DesktopSensor Open(string chip, int busId, int? address)
    {
        try
        {
            return new DesktopSensor(chip, I2cDevice.Create(new I2cConnectionSettings(busId, address ?? (chip == "mpu6050" ? Mpu6050.DefaultAddress : Adxl345.DefaultAddress))));
        }
        catch (Exception error) when (error is IOException or PlatformNotSupportedException or ArgumentException)
        {
            throw new TinyEdgeException(ExitCode.Link, $"I2C bus {busId} cannot be opened.", error.Message, "Under Linux, switch the bus on and see that /dev/i2c-N is there and yours to read; elsewhere use a USB bridge (samples/desktop-sensor.md).", inner: error);
        }
    }

    /// <summary>Samples as they come, until so many seconds of signal are there.</summary>
    /// <exception cref="TinyEdgeException">The sensor does not answer, or fell silent.</exception>
    public async IAsyncEnumerable<CapturedBlock> CaptureAsync(int sampleRateHz, double seconds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Require(_driver.TryStart(sampleRateHz, RangeG));
        short[] burst = new short[3 * BurstSamples];
        TimeSpan pause = TimeSpan.FromSeconds(BurstSamples / 8.0 / sampleRateHz);
        long heard = _time.GetTimestamp();
        long wanted = (long)(seconds * sampleRateHz);
        for (long at = 0; at < wanted;)
        {
            ResultCode code = _driver.TryRead(burst, BurstSamples, out int count);
            if (count > 0)
            {
                yield return new CapturedBlock(at, sampleRateHz, _driver.OverrunCount, burst[..(3 * count)]);
                at += count;
                heard = _time.GetTimestamp();
            }
            else if (_time.GetElapsedTime(heard) > s_silence)
            {
                Require(code == ResultCode.Ok ? ResultCode.SensorSilent : code);
            }

            if (count < BurstSamples)
            {
                await Task.Delay(pause, _time, cancellation).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _device.Dispose();

    private void Require(ResultCode code)
    {
        if (code != ResultCode.Ok)
        {
            throw new TinyEdgeException(ExitCode.Link, "The sensor does not answer as it should.", _bus.LastError is { } error ? $"{code}: {error.Message}" : $"Its driver says {code}.", "Check bus, address and wires (tinyedge wiring), and which chip it is.", code);
        }
    }
}
