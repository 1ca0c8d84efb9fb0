using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Tflite;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Fuzzing.Desktop;

/// <summary>A .tflite file, and what the device's engine says of the network that was made of it. Good files to begin with are in the corpus.</summary>
public sealed class TfliteTarget : FuzzTarget
{
    private const int PoolBytes = 1 << 20;
    private const int RunnableMacs = 1 << 18;

    private byte[] _input = [];
    private NetworkModel? _model;

    public override string Name => "tflite";

    public override string Feeds => "a .tflite file (FlatBuffer)";

    public override string Promises => "a model, or an error that says what, why and what to do; the model is written, or refused with such an error, and the device's engine takes what was written; memory at most 400 times the input and 4 MB";

    public override int MaxBytes => 8192;

    public override IReadOnlyList<byte[]> Words { get; } = ["TFL3"u8.ToArray(), [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0, 0, 0xC0, 0x7F], [0, 0, 0x80, 0x7F], [1, 0, 0, 0], [3, 0, 0, 0]];

    /// <summary>The converter's files are too large to write by hand: those of the corpus were written by the importer's own tests.</summary>
    public override IEnumerable<byte[]> Seeds() => ["\u0000\u0000\u0000\u0000TFL3"u8.ToArray()];

    public override void CollectFields(ReadOnlySpan<byte> input, List<FuzzField> fields)
    {
        for (int at = 0; at + 4 <= input.Length; at += 4)
        {
            fields.Add(new FuzzField(at, 4));
        }
    }

    public override void Repair(FuzzBuffer input, FuzzRandom random)
    {
        if (input.Length >= 8 && !random.Once(16))
        {
            "TFL3"u8.CopyTo(input.Bytes[4..]);
        }
    }

    /// <summary>A tensor is read anew by each operator that refers to it, 32 layers at most; every table that is tried costs some objects.</summary>
    public override long AllowedBytes(int inputBytes) => (4 << 20) + (400L * inputBytes);

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        _input = input.ToArray();
        _model = null;
    }

    public override int Act() => Refusal.Of(() => _model = TfliteImporter.Import(_input));

    public override void Check()
    {
        byte[]? section = null;
        if (_model is not null && Refusal.Of(() => section = NetworkWriter.Write(_model)) == 0)
        {
            Network network = new();
            ResultCode code = network.TryPrepare(new ByteArraySource(section!), 0, section!.Length, new StaticPool(PoolBytes));
            FuzzViolation.Unless(code is ResultCode.Ok or ResultCode.PoolExhausted or ResultCode.BadQuantization or ResultCode.BadTensorShape, $"The device says {code} of a network that the companion wrote");
            if (code == ResultCode.Ok && network.Macs <= RunnableMacs)
            {
                Array.Fill(network.Arena, sbyte.MinValue);
                network.Invoke();
            }
        }
    }
}
