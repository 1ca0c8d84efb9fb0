using TinyEdge.Bundles;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Fuzzing.Links;

/// <summary>Takes update data as the real session does, block by block, and refuses a block that begins with 0xEE. Holds callers to their ranges.</summary>
internal sealed class FuzzSession : IUpdateSession
{
    private const int BlockBytes = 64;
    private const byte Bad = 0xEE;

    private int _total;
    private int _link = -1;

    public ulong Trace { get; private set; }

    public int Calls { get; private set; }

    public int AcknowledgedOffset => ExpectedOffset == _total ? ExpectedOffset : ExpectedOffset / BlockBytes * BlockBytes;

    public int ExpectedOffset { get; private set; }

    public void Clear()
    {
        _total = 0;
        _link = -1;
        Trace = 1;
        Calls = 0;
        ExpectedOffset = 0;
    }

    public ResultCode Open(byte[] fingerprint, int offset, int totalLength, int link, out int nextOffset)
    {
        Calls++;
        nextOffset = 0;
        FuzzViolation.Unless(totalLength > 0 && offset == 0 && fingerprint.Length == 8, $"Opened with {totalLength} bytes");
        _total = totalLength;
        _link = link;
        ExpectedOffset = 0;
        return ResultCode.Ok;
    }

    public ResultCode Feed(int position, byte[] buffer, int offset, int count, int link)
    {
        Calls++;
        FuzzViolation.Unless(link == _link && offset >= 0 && count > 0 && count <= buffer.Length - offset, $"Fed {count} bytes by link {link}");
        FuzzViolation.Unless(position >= 0 && count <= _total - position, $"Fed {count} bytes at {position} of {_total}");
        if (position != ExpectedOffset)
        {
            return ResultCode.OffsetMismatch;
        }

        for (int i = 0; i < count; i++)
        {
            if (ExpectedOffset % BlockBytes == 0 && buffer[offset + i] == Bad)
            {
                return ResultCode.BlockDigestMismatch;
            }

            Trace = FuzzRandom.Next(Trace ^ buffer[offset + i]);
            ExpectedOffset++;
        }

        return ResultCode.NeedMore;
    }

    public void DropPartial(int link)
    {
        Calls++;
        ExpectedOffset = AcknowledgedOffset;
    }

    public ResultCode Finish(int link)
    {
        Calls++;
        return _link != link ? ResultCode.NoSession : ExpectedOffset == _total ? ResultCode.Ok : ResultCode.IncompleteUpdate;
    }

    public ResultCode Abort(int link)
    {
        Calls++;
        _link = -1;
        return ResultCode.Ok;
    }
}
