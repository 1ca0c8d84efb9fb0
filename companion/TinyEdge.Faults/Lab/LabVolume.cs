using TinyEdge.Firmware;
using TinyEdge.NanoShim;
using TinyEdge.Runtime.Update;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Faults.Lab;

/// <summary>
/// A volume in memory on a board of its own, with the firmware's file adapter over it. Code that uses <see cref="Store"/> must run
/// inside <see cref="Enter"/>.
/// </summary>
public sealed class LabVolume
{
    private readonly MemoryMedium _medium;
    private readonly LabBoard _board;

    public LabVolume()
        : this(new MemoryMedium())
    {
    }

    private LabVolume(MemoryMedium medium)
    {
        _medium = medium;
        Flash = new FlashVolume(medium);
        _board = new LabBoard(Flash);
    }

    public FlashVolume Flash { get; }

    /// <summary>The firmware's adapter of the present boot.</summary>
    public IFileStore Store { get; private set; } = new FlashFileStore();

    /// <summary>The power was cut, and nothing runs until <see cref="PowerOn"/>.</summary>
    public bool IsDown => _board.IsDown;

    public LabVolume Clone() => new(_medium.Clone());

    /// <summary>Binds the calling flow to this board.</summary>
    public IDisposable Enter() => BoardContext.Enter(_board);

    /// <summary>A new boot's adapter over what is durable.</summary>
    public void PowerOn()
    {
        _board.PowerOn();
        Store = new FlashFileStore();
    }

    /// <summary>A boot of a device over this volume.</summary>
    /// <exception cref="BoardResetException">The power is off.</exception>
    public UpdateDevice Boot()
    {
        _board.ThrowIfReset();
        PowerOn();
        return new UpdateDevice(Store);
    }

    /// <summary>What the platform does with a volume that it cannot mount. The power may be cut in it.</summary>
    public void Format() => _board.Flash.Format();

    /// <summary>Content of a file, or null; no operation is counted.</summary>
    public byte[]? Content(string name) => _medium.LengthOf(name) < 0 ? null : _medium.Read(name);

    /// <summary>Puts a file there, or takes it away; no operation is counted.</summary>
    public void Put(string name, byte[]? content)
    {
        if (content is not null)
        {
            _medium.Replace(name, content);
        }
        else if (_medium.LengthOf(name) >= 0)
        {
            _medium.Remove(name);
        }
    }

    public string[] Names() => _medium.Names();
}
