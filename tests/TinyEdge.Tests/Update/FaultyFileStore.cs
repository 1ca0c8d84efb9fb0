using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Update;

/// <summary>What a power cut leaves of the operation during which it happens.</summary>
public enum CutMode
{
    /// <summary>Nothing of it happened.</summary>
    Before,

    /// <summary>One byte is on flash, the rest of the file as it was.</summary>
    TornAtOne,

    /// <summary>Half is on flash, the rest of the file as it was.</summary>
    TornAtHalf,

    /// <summary>All but the last byte is on flash.</summary>
    TornAtLast,

    /// <summary>Half is on flash and the file ends there.</summary>
    ShortAtHalf,

    /// <summary>The file exists and is empty.</summary>
    Emptied,

    /// <summary>All of it happened, and nobody was told.</summary>
    After,
}

/// <summary>Cut the power at the n-th write or delete from now, counted from 0.</summary>
public readonly record struct PowerCut(int Operation, CutMode Mode)
{
    public override string ToString() => $"{Operation}:{Mode}";

    public static PowerCut Parse(string text)
    {
        string[] parts = text.Split(':');
        return new PowerCut(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), Enum.Parse<CutMode>(parts[1]));
    }
}

/// <summary>The power is off: nothing that runs on the device can go on.</summary>
public sealed class PowerCutException : Exception
{
    public PowerCutException()
        : base("The power was cut.")
    {
    }
}

/// <summary>
/// A volume in memory that counts writes and deletes and can lose power before, inside and after each of them, fail, or fill up.
/// After a cut every operation throws until <see cref="PowerOn"/>, so that a test must reboot with a new object graph.
/// </summary>
public sealed class MemoryFileStore : IFileStore
{
    private readonly Dictionary<string, byte[]> _files = [];
    private PowerCut? _cut;
    private int _sinceArmed;

    public int VolumeBytes { get; set; } = 256 * 1024;

    /// <summary>Writes and deletes that reached the volume, ever.</summary>
    public int Mutations { get; private set; }

    /// <summary>Writes whose file name is a boot record's.</summary>
    public int RecordWrites { get; private set; }

    public bool IsDown { get; private set; }

    /// <summary>Asked before each write; any code but Ok is returned instead of writing.</summary>
    public Func<string, int, ResultCode>? WriteFault { get; set; }

    /// <summary>Asked before each delete; any code but Ok is returned instead of deleting.</summary>
    public Func<string, ResultCode>? DeleteFault { get; set; }

    /// <summary>Asked before each read; any code but Ok is returned instead of reading.</summary>
    public Func<string, ResultCode>? ReadFault { get; set; }

    /// <summary>Asked before each look at a file's length; true for one that cannot be opened.</summary>
    public Func<string, bool>? OpenFault { get; set; }

    public IEnumerable<string> Names => _files.Keys;

    public byte[]? this[string name]
    {
        get => _files.TryGetValue(name, out byte[]? content) ? content : null;
        set
        {
            if (value is null)
            {
                _files.Remove(name);
            }
            else
            {
                _files[name] = value;
            }
        }
    }

    public void Arm(PowerCut cut)
    {
        _cut = cut;
        _sinceArmed = 0;
    }

    public void PowerOn()
    {
        IsDown = false;
        _cut = null;
        _sinceArmed = 0;
    }

    /// <summary>What formatting after a failed mount leaves.</summary>
    public void Format() => _files.Clear();

    public MemoryFileStore Clone()
    {
        MemoryFileStore clone = new() { VolumeBytes = VolumeBytes };
        foreach ((string name, byte[] content) in _files)
        {
            clone._files[name] = [.. content];
        }

        return clone;
    }

    public int Length(string name)
    {
        RequirePower();
        bool fails = OpenFault?.Invoke(name) ?? false;
        return !fails && _files.TryGetValue(name, out byte[]? content) ? content.Length : -1;
    }

    public ResultCode TryRead(string name, int position, byte[] buffer, int offset, int count)
    {
        RequirePower();
        ResultCode fault = ReadFault?.Invoke(name) ?? ResultCode.Ok;
        if (fault != ResultCode.Ok)
        {
            return fault;
        }

        if (!_files.TryGetValue(name, out byte[]? content))
        {
            return ResultCode.StorageReadFailed;
        }

        if (position < 0 || count < 0 || position > content.Length || count > content.Length - position)
        {
            return ResultCode.Truncated;
        }

        Array.Copy(content, position, buffer, offset, count);
        return ResultCode.Ok;
    }

    public ResultCode TryWrite(string name, int position, byte[] buffer, int offset, int count)
    {
        RequirePower();
        byte[] before = this[name] ?? [];
        Assert.True(position >= 0 && position <= before.Length, $"write beyond the end of {name}: {position} of {before.Length}");
        ResultCode fault = WriteFault?.Invoke(name, count) ?? ResultCode.Ok;
        if (fault != ResultCode.Ok)
        {
            return fault;
        }

        bool cut = Count();
        if (name is BootRecordStore.File0 or BootRecordStore.File1)
        {
            RecordWrites++;
        }

        CutMode mode = cut ? _cut!.Value.Mode : CutMode.After;
        this[name] = Written(before, position, buffer.AsSpan(offset, count), mode) ?? this[name];
        if (cut)
        {
            throw Down();
        }

        return ResultCode.Ok;
    }

    public ResultCode TryDelete(string name)
    {
        RequirePower();
        ResultCode fault = DeleteFault?.Invoke(name) ?? ResultCode.Ok;
        if (fault != ResultCode.Ok)
        {
            return fault;
        }

        bool cut = Count();
        if (!cut || _cut!.Value.Mode is CutMode.After or CutMode.Emptied)
        {
            _files.Remove(name);
        }

        if (cut)
        {
            throw Down();
        }

        return ResultCode.Ok;
    }

    private static byte[]? Written(byte[] before, int position, ReadOnlySpan<byte> bytes, CutMode mode)
    {
        int count = mode switch
        {
            CutMode.Before => -1,
            CutMode.Emptied => 0,
            CutMode.TornAtOne => Math.Min(1, bytes.Length),
            CutMode.TornAtHalf or CutMode.ShortAtHalf => bytes.Length / 2,
            CutMode.TornAtLast => bytes.Length - 1,
            _ => bytes.Length,
        };
        if (count < 0)
        {
            return null;
        }

        int keep = mode switch
        {
            CutMode.Emptied => 0,
            CutMode.ShortAtHalf => position + count,
            _ => Math.Max(before.Length, position + count),
        };
        byte[] after = new byte[keep];
        before.AsSpan(0, Math.Min(before.Length, keep)).CopyTo(after);
        bytes[..count].CopyTo(after.AsSpan(Math.Min(position, keep)));
        return after;
    }

    private bool Count()
    {
        Mutations++;
        int index = _sinceArmed++;
        return _cut is { } cut && cut.Operation == index;
    }

    private PowerCutException Down()
    {
        IsDown = true;
        return new PowerCutException();
    }

    private void RequirePower()
    {
        if (IsDown)
        {
            throw new PowerCutException();
        }
    }
}
