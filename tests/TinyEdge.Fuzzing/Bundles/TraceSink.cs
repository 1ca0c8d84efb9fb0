extern alias open;

using open::TinyEdge.Bundles;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Bundles;

/// <summary>Takes down, as one number, what a parser hands on and where it stands at that moment; counts, and lets nothing come twice or too late.</summary>
internal sealed class TraceSink : IBundleSink
{
    private ulong _trace;

    public ulong Trace => _trace;

    public int Heads { get; private set; }

    public int Blocks { get; private set; }

    /// <summary>Bytes handed on: a head with its padding, and whole blocks.</summary>
    public int Bytes { get; private set; }

    public void Clear()
    {
        _trace = 1;
        Heads = 0;
        Blocks = 0;
        Bytes = 0;
    }

    public ResultCode OnHead(BundleParser parser)
    {
        FuzzViolation.Unless(Heads == 0 && Blocks == 0, "A head came twice");
        Heads++;
        Bytes += parser.PayloadOffset;
        Note(parser.Position, -1, parser.Head.AsSpan(0, parser.PayloadOffset));
        return ResultCode.Ok;
    }

    public ResultCode OnBlock(BundleParser parser, int index, byte[] block)
    {
        FuzzViolation.Unless(Heads == 1 && index == Blocks, $"Block {index} came after {Blocks} blocks and {Heads} heads");
        Blocks++;
        Bytes += parser.Prefix.BlockSize;
        Note(parser.Position, index, block.AsSpan(0, parser.Prefix.BlockSize));
        return ResultCode.Ok;
    }

    private void Note(int position, int index, ReadOnlySpan<byte> bytes) =>
        _trace = FuzzRandom.Next(_trace ^ (ulong)position ^ ((ulong)(uint)index << 32)) ^ Checksum.Of(bytes);
}
