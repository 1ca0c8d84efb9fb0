using TinyEdge.Bundles;

namespace TinyEdge.Companion.Bundling;

/// <summary>Where everything lies in a bundle that is being written, and the checks that need no content.</summary>
internal sealed record BundleLayout
{
    public BundleLayout(IReadOnlyList<BundleComponent> components, int blockSize, int tlvBytes)
    {
        if (blockSize is < BundleFormat.MinBlockSize or > BundleFormat.MaxBlockSize || (blockSize & (blockSize - 1)) != 0)
        {
            throw new BundleException("The bundle was not built.", $"A block size of {blockSize} bytes is not to be had.", "Use 512, 1024, 2048 or 4096.", ResultCode.BadBlockSize);
        }

        BlockSize = blockSize;
        long blocks = components.Sum(component => BlocksOf(component));
        SignedBytes = BundleFormat.PrefixSize + BundleFormat.ManifestSize + (components.Count * BundleFormat.ComponentEntrySize) + tlvBytes;
        BlockListOffset = SignedBytes + BundleFormat.SignatureBlockSize;
        long headEnd = BlockListOffset + (blocks * BundleFormat.DigestSize);
        if (headEnd > BundleFormat.MaxHeadSize)
        {
            long most = (BundleFormat.MaxHeadSize - BlockListOffset) / BundleFormat.DigestSize;
            throw new BundleException("The bundle was not built.", $"Its contents take {blocks} blocks of {blockSize} bytes; the head has room for {most}.", "Use a larger block size or smaller components.", ResultCode.HeadTooLarge);
        }

        BlockCount = (int)blocks;
        PayloadOffset = ((int)headEnd + blockSize - 1) & -blockSize;
        TotalBytes = PayloadOffset + (BlockCount * blockSize);
    }

    public int BlockSize { get; }

    public int BlockCount { get; }

    public int SignedBytes { get; }

    public int BlockListOffset { get; }

    public int PayloadOffset { get; }

    public int TotalBytes { get; }

    public int BlocksOf(BundleComponent component) => (int)(((long)component.Content.Length + BlockSize - 1) / BlockSize);
}
