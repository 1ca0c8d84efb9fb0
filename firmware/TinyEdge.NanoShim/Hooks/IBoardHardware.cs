using System;
using System.Device.I2c;

namespace TinyEdge.NanoShim;

/// <summary>
/// One boot of one virtual board, as the shim sees it. Every call of firmware code ends here. All members throw
/// <see cref="BoardResetException"/> once the board was reset: that boot's code is dead, whatever it still holds.
/// </summary>
public interface IBoardHardware
{
    /// <summary>Microseconds since this boot.</summary>
    long MicrosecondsSinceBoot { get; }

    /// <summary>Name of the firmware image that the board runs.</summary>
    string TargetName { get; }

    /// <summary>Version of that image.</summary>
    Version ImageVersion { get; }

    /// <summary>The internal flash volume.</summary>
    IFlashVolume Flash { get; }

    /// <summary>The station, or null on a board without Wi-Fi.</summary>
    IWifiRadio Wifi { get; }

    /// <summary>Wall clock in ticks of 100 ns since the year 1.</summary>
    long UtcTicks { get; }

    /// <summary>Throws when this boot has ended.</summary>
    void ThrowIfReset();

    /// <summary>Runs one I2C transaction: a write, a read, or a write and a repeated-start read.</summary>
    I2cTransferStatus TransferI2c(int busId, int deviceAddress, ReadOnlySpan<byte> write, Span<byte> read, out int transferred);

    /// <summary>The UART behind a port name, or null when the board has none of that name or its pins were not assigned.</summary>
    ISerialChannel FindSerial(string portName);

    /// <summary>Assigns a pin to a peripheral function.</summary>
    void SetPinFunction(int pin, int function);

    /// <summary>Drives an output pin.</summary>
    void WritePin(int pin, bool high);

    /// <summary>Level of a pin.</summary>
    bool ReadPin(int pin);

    /// <summary>Stops the processor and all of the boot's threads until the time is over or, when asked for, bytes arrive on COM2; true when they did.</summary>
    bool LightSleep(long microseconds, bool wakesOnSerial);

    /// <summary>Text that leaves through UART0.</summary>
    void WriteConsole(string text);

    /// <summary>Waits in the board's own time.</summary>
    void Sleep(int milliseconds);

    /// <summary>Loads an application assembly into this boot's own load context; <see cref="ArgumentException"/> when the image is damaged.</summary>
    ILoadedAssembly LoadAssembly(byte[] image);

    /// <summary>Starts a thread of this boot.</summary>
    IBoardThread StartThread(Action body);

    /// <summary>Something that ends with this boot: it is disposed when the boot ends.</summary>
    void Track(IDisposable resource);

    /// <summary>It has ended before.</summary>
    void Release(IDisposable resource);

    /// <summary>Managed heap figures: bytes in all, free, and in the largest free block.</summary>
    void ReadMemory(out uint total, out uint free, out uint largestFree);

    /// <summary>Resets the processor. Does not return: throws <see cref="BoardResetException"/>.</summary>
    void Reboot();
}
