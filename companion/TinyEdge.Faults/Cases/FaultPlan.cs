using TinyEdge.Runtime.Update;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Faults.Cases;

/// <summary>Makes one point happen, and writes down every operation since it was armed.</summary>
public sealed class FaultPlan : IFlashFaults
{
    private readonly List<FlashOperation> _operations = [];
    private readonly List<FlashOperation> _reads = [];
    private FaultPoint? _point;
    private string? _stuckFile;
    private bool _isStuck;

    /// <summary>Operations since <see cref="Arm"/>, reads apart.</summary>
    public IReadOnlyList<FlashOperation> Operations => _operations;

    /// <summary>Reads since <see cref="Arm"/>.</summary>
    public IReadOnlyList<FlashOperation> Reads => _reads;

    /// <summary>Whether the armed point has come.</summary>
    public bool Happened { get; private set; }

    /// <summary>Commits of a boot record, ever.</summary>
    public int RecordCommits { get; private set; }

    /// <summary>Begins to count anew; whatever was stuck is mended.</summary>
    public void Arm(FaultPoint? point)
    {
        _point = point;
        _operations.Clear();
        _reads.Clear();
        _isStuck = false;
        _stuckFile = null;
        Happened = false;
    }

    public FlashFault Next(FlashOperation operation)
    {
        List<FlashOperation> list = operation.IsRead ? _reads : _operations;
        list.Add(operation);
        if (operation is { Kind: FlashOperationKind.Commit, Name: BootRecordStore.File0 or BootRecordStore.File1 })
        {
            RecordCommits++;
        }

        if (_point is not { } point || FaultModes.IsOfRead(point.Mode) != operation.IsRead)
        {
            return default;
        }

        if (!Happened && point.Index == list.Count - 1)
        {
            Happened = true;
            _isStuck = FaultModes.IsStuck(point.Mode);
            _stuckFile = operation.Name;
            return FaultModes.FaultOf(point.Mode, operation.Bytes);
        }

        return _isStuck && IsAffected(point.Mode, operation) ? FaultModes.FaultOf(point.Mode, operation.Bytes) : default;
    }

    private bool IsAffected(FaultMode mode, FlashOperation operation) => mode == FaultMode.FullStuck
        ? operation.Kind is FlashOperationKind.Create or FlashOperationKind.Erase
        : operation.Name == _stuckFile && operation.Kind != FlashOperationKind.Erase;
}
