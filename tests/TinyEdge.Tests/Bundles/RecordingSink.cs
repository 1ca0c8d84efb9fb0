using System.Security.Cryptography;
using TinyEdge.Bundles;

namespace TinyEdge.Tests.Bundles;

/// <summary>Writes down what a parser hands on, where it was at the time, and answers as told.</summary>
internal sealed class RecordingSink : IBundleSink
{
    public List<string> Trace { get; } = [];

    public List<byte> Payload { get; } = [];

    public ResultCode HeadAnswer { get; init; } = ResultCode.Ok;

    public ResultCode BlockAnswer { get; init; } = ResultCode.Ok;

    public ResultCode OnHead(BundleParser parser)
    {
        Trace.Add($"head at {parser.Position}");
        return HeadAnswer;
    }

    public ResultCode OnBlock(BundleParser parser, int index, byte[] block)
    {
        byte[] content = block[..parser.Prefix.BlockSize];
        Payload.AddRange(content);
        Trace.Add($"block {index} at {parser.Position} {Convert.ToHexString(SHA256.HashData(content))}");
        return BlockAnswer;
    }
}
