using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Fuzzing.Models;

/// <summary>
/// Model, thresholds, calibration and golden vectors of a bundle, as a device prepares and proves them: three lengths of 16 bits, the first three
/// components, and the rest as golden vectors. A length of 0 leaves calibration or golden vectors out.
/// </summary>
public sealed class ModelTarget : FuzzTarget
{
    private const int LengthsBytes = 6;
    private const int PoolBytes = 24 * 1024;
    private const int RunnableMacs = 1 << 16;

    // Samples of all golden vectors times windows a sample: above, an accepted set would take most of a run.
    private const int RunnableWindows = 64;

    private static readonly byte[] s_device = new byte[8];

    private readonly short[] _samples = new short[3 * 64];
    private readonly GoldenVectorReader _reader = new();
    private DeploymentBundle _bundle = new();
    private InferenceRuntime _runtime = null!;
    private StaticPool _pool = null!;

    public override string Name => "model";

    public override string Feeds => "the model, thresholds, calibration and golden-vector components of a bundle, as a device prepares, proves and runs them";

    public override string Promises => "a result code; at most the pool's 24 KB (desktop layout: 64 KB); after Ok nothing can fail, and golden vectors, windows and inferences allocate 0 bytes";

    public override int MaxBytes => 6000;

    public override IEnumerable<byte[]> Seeds() => ModelSeeds.All().Select(Join);

    public override void CollectFields(ReadOnlySpan<byte> input, List<FuzzField> fields)
    {
        fields.AddRange([new(0, 2), new(2, 2), new(4, 2)]);
        int model = LengthsBytes;
        Add(fields, model, [(4, 2), (6, 2)]);
        for (int section = 0; section < 4; section++)
        {
            int entry = model + 8 + (section * 12);
            Add(fields, entry, [(0, 2), (4, 4), (8, 4)]);
            if (entry + 12 <= input.Length)
            {
                int type = BinaryPrimitives.ReadUInt16LittleEndian(input[entry..]);
                int at = model + Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(input[(entry + 4)..]), 0, input.Length);
                AddSection(fields, type, at);
            }
        }

        int thresholds = Math.Min(input.Length, LengthsBytes + (input.Length >= 2 ? BinaryPrimitives.ReadUInt16LittleEndian(input) : 0));
        Add(fields, thresholds, [(6, 1), (8, 1), (9, 1), (12, 1), (13, 1), (14, 1), (16 + 16, 2), (16 + 22, 2), (16 + 28, 4), (16 + 6, 1), (16 + 7, 1), (16 + 8, 2)]);
    }

    /// <summary>Arrays and objects of the desktop's layout for what the pool gave, and for what was counted before it said no.</summary>
    public override long AllowedBytes(int inputBytes) => 64 * 1024;

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        byte[] bytes = new byte[Math.Max(LengthsBytes, input.Length)];
        input.CopyTo(bytes);
        int at = LengthsBytes;
        ByteArraySource[] parts = new ByteArraySource[4];
        for (int i = 0; i < 4; i++)
        {
            int length = i < 3 ? Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i)), bytes.Length - at) : bytes.Length - at;
            parts[i] = new ByteArraySource(bytes[at..(at + length)]);
            at += length;
        }

        _bundle = new DeploymentBundle { Model = parts[0], Thresholds = parts[1], Calibration = parts[2].Length == 0 ? null : parts[2], GoldenVectors = parts[3].Length == 0 ? null : parts[3], PeakRamBudgetBytes = PoolBytes };
        _pool = new StaticPool(PoolBytes);
        _runtime = new InferenceRuntime(_bundle, _pool);
    }

    public override int Act()
    {
        ResultCode code = _runtime.TryPrepare(s_device);
        if (code != ResultCode.Ok || !IsRunnable())
        {
            return (int)code;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        int collections = GC.CollectionCount(0);
        code = Run();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        FuzzViolation.Unless(allocated == 0 || collections != GC.CollectionCount(0), $"{allocated} bytes were allocated after the start");
        return (int)code;
    }

    private ResultCode Run()
    {
        ResultCode code = _runtime.RunGoldenVectors(_reader, out int failed);
        FuzzViolation.Unless((code == ResultCode.Ok) == (failed < 0) || code == ResultCode.BadGoldenVectors, $"Golden vectors say {code} and {failed}");
        for (int i = 0; i < _samples.Length; i++)
        {
            _samples[i] = (short)(i * 1237);
        }

        _runtime.Push(_samples, Math.Min(_samples.Length / 3, _runtime.Features.Config.BufferSize - _runtime.Features.Config.WindowSize + 1));
        _runtime.ExtractWindow();
        _runtime.RunInference();
        _runtime.Decide();
        return code;
    }

    private bool IsRunnable()
    {
        int samples = _bundle.GoldenVectors is null || _bundle.GoldenVectors.Length < 10 ? 0 : _bundle.GoldenVectors.Length / 6;
        return _runtime.Network.Macs <= RunnableMacs && samples / Math.Max(1, (int)_runtime.Features.Config.HopLength) <= RunnableWindows;
    }

    private static void AddSection(List<FuzzField> fields, int type, int at)
    {
        if (type == 1)
        {
            Add(fields, at, [(0, 2), (2, 2), (4, 4), (8, 4), (12, 4), (16, 2), (18, 2), (20, 2), (22, 2), (24, 1), (25, 1), (26, 1), (27, 1), (28, 2), (30, 1), (31, 1), (32, 4), (36, 2), (38, 2)]);
        }
        else if (type == 2)
        {
            Add(fields, at, [(0, 2), (2, 2), (4, 4), (8, 4), (12, 4), (16, 4), (20, 2), (22, 2), (24, 2), (26, 1), (28, 4), (32, 4), (36, 2), (38, 2), (40, 2), (44, 4)]);
            for (int layer = 0; layer < 8; layer++)
            {
                Add(fields, at + 48 + (64 * layer), [(0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 2), (8, 4), (12, 2), (14, 2), (16, 2), (18, 1), (20, 4), (24, 2), (26, 2), (28, 2), (30, 2), (32, 2), (34, 2), (36, 2), (38, 2), (40, 4), (44, 4), (48, 4), (52, 4), (56, 4), (60, 4)]);
            }
        }
    }

    private static void Add(List<FuzzField> fields, int at, ReadOnlySpan<(int Offset, int Size)> record)
    {
        foreach ((int offset, int size) in record)
        {
            fields.Add(new FuzzField(at + offset, size));
        }
    }

    private static byte[] Join(PipelineParts parts)
    {
        byte[] lengths = new byte[LengthsBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(lengths, (ushort)parts.Model.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(lengths.AsSpan(2), (ushort)parts.Thresholds.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(lengths.AsSpan(4), (ushort)(parts.Calibration?.Length ?? 0));
        return [.. lengths, .. parts.Model, .. parts.Thresholds, .. parts.Calibration ?? [], .. parts.GoldenVectors ?? []];
    }
}
