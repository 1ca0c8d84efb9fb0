using System.Security.Cryptography;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>
/// A bundle file on its way to a device. Nothing is judged here: the device is the judge, and a file it will refuse can be
/// sent to it as well.
/// </summary>
public sealed class PushBundle
{
    private PushBundle(ReadOnlyMemory<byte> bytes, byte[] fingerprint, int blockBytes, int payloadOffset)
    {
        Bytes = bytes;
        Fingerprint = fingerprint;
        BlockBytes = blockBytes;
        PayloadOffset = payloadOffset;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>First 8 bytes of the SHA-256 of the signed head.</summary>
    public byte[] Fingerprint { get; }

    public string FingerprintHex => Convert.ToHexStringLower(Fingerprint);

    public int BlockBytes { get; }

    /// <summary>Where the first block begins.</summary>
    public int PayloadOffset { get; }

    public int TotalBlocks => Math.Max(0, (Bytes.Length - PayloadOffset + BlockBytes - 1) / BlockBytes);

    /// <summary>Takes a file's bytes; where the prefix cannot be read, head and blocks are taken to be of the usual size.</summary>
    public static PushBundle FromBytes(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes.Length, 1);
        int signedLength = Math.Min(bytes.Length, BundleFormat.MaxHeadSize);
        int blockBytes = BundleFormat.DefaultBlockSize;
        int payloadOffset = signedLength;
        var prefix = new BundlePrefix();
        if (bytes.Length >= BundleFormat.PrefixSize && prefix.TryRead(bytes) == ResultCode.Ok && prefix.PayloadOffset <= bytes.Length)
        {
            (signedLength, blockBytes, payloadOffset) = (prefix.SignedLength, prefix.BlockSize, prefix.PayloadOffset);
        }

        byte[] digest = SHA256.HashData(bytes.AsSpan(0, signedLength));
        return new PushBundle(bytes, digest[..WireLimits.FingerprintBytes], blockBytes, payloadOffset);
    }
}
