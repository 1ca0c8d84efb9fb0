using TinyEdge.Firmware;
using TinyEdge.VirtualDevice.Storage;
using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.VirtualDevice;

/// <summary>How a virtual device is built; what the command line of <c>tinyedge simulate</c> fills in.</summary>
public sealed record VirtualDeviceOptions
{
    /// <summary>Folder that holds the volume <c>I:</c>; kept between runs.</summary>
    public required string Folder { get; init; }

    /// <summary>nanoFramework image that the board says it runs; the firmware takes its wiring from it.</summary>
    public string TargetName { get; init; } = "ESP32_REV3";

    /// <summary>Whether the image has Wi-Fi.</summary>
    public bool HasWifi { get; init; } = true;

    /// <summary>MAC address of the Wi-Fi station (locally administered).</summary>
    public byte[] MacAddress { get; init; } = [0x02, 0x54, 0x45, 0x00, 0x00, 0x01];

    /// <summary>Whether the board sleeps between bursts of samples.</summary>
    public PowerProfile Power { get; init; }

    public int FlashBytes { get; init; } = FlashVolume.DefaultTotalBytes;

    public int FlashBlockBytes { get; init; } = FlashVolume.DefaultBlockBytes;

    public SensorKind Sensor { get; init; } = SensorKind.Adxl345;

    /// <summary>Recording to play (.csv or .wav), or null for the simulator.</summary>
    public string? Recording { get; init; }

    /// <summary>Whether the recording begins again at its end.</summary>
    public bool LoopRecording { get; init; } = true;

    /// <summary>Sample rate of a CSV recording, Hz; a WAV file states its own.</summary>
    public double RecordingRateHz { get; init; } = 200;

    /// <summary>Acceleration of a full-scale WAV sample, g.</summary>
    public double WavFullScaleG { get; init; } = 1;

    /// <summary>Machine that the simulator plays.</summary>
    public IMachine Machine { get; init; } = new FanMachine(FanSpeed.Medium);

    public VibrationSimulatorOptions Simulator { get; init; } = new();

    /// <summary>Board seconds per real second; 0 for a stepped clock that each sleep of the firmware advances.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Port of the device's HTTP server on loopback, 0 for any free one. The supervisor listens, not the board.</summary>
    public int HttpPort { get; init; }

    /// <summary>TCP port of UART0 (health lines), 0 for any free one, null for none.</summary>
    public int? Uart0TcpPort { get; init; }

    /// <summary>TCP port of COM2 (console), 0 for any free one, null for none.</summary>
    public int? Com2TcpPort { get; init; }

    /// <summary>Whether both serial ports also appear as pseudo-terminals, where the system has them.</summary>
    public bool PseudoTerminals { get; init; }

    /// <summary>Managed heap that the board reports as its own, bytes (a plain ESP32 has 90 to 110 KB).</summary>
    public int HeapBytes { get; init; } = 100 * 1024;

    /// <summary>Free bytes of it. Desktop objects say nothing about the device's heap, so this is what it is told to be.</summary>
    public int FreeHeapBytes { get; init; } = 60 * 1024;
}
