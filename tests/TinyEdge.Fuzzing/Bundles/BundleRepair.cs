using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Bundles;

/// <summary>Puts single parts of a mutated bundle right, so that only the others are wrong.</summary>
public static class BundleRepair
{
    /// <summary>Digests of blocks, list and components, what depends on the model, and the prefix' checksum, in the order in which they stand on each other.</summary>
    public static void All(Span<byte> bundle)
    {
        if (TryFind(bundle, out BundlePlan plan))
        {
            Blocks(bundle, plan);
            Components(bundle, plan);
            Dependencies(bundle, plan);
            List(bundle, plan);
        }

        PrefixChecksum(bundle);
    }

    /// <summary>CRC-32 of bytes 0..27.</summary>
    public static void PrefixChecksum(Span<byte> bundle)
    {
        if (bundle.Length >= BundleComposer.Prefix)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bundle[28..], Checksum.Of(bundle[..28]));
        }
    }

    /// <summary>Total length and payload offset that follow from the other numbers of the prefix.</summary>
    public static void TotalLength(Span<byte> bundle)
    {
        if (TryFind(bundle, out BundlePlan plan))
        {
            BinaryPrimitives.WriteInt32LittleEndian(bundle[20..], plan.Payload + (plan.Blocks * plan.BlockSize));
        }
    }

    /// <summary>Digests of the blocks that are there.</summary>
    public static void Blocks(Span<byte> bundle, BundlePlan plan)
    {
        for (int block = 0; block < plan.Blocks; block++)
        {
            int at = plan.Payload + (block * plan.BlockSize);
            if (at > bundle.Length || plan.BlockSize > bundle.Length - at)
            {
                return;
            }

            BundleComposer.DigestOf(bundle.Slice(at, plan.BlockSize), bundle[(plan.List + (block * BundleComposer.Digest))..]);
        }
    }

    /// <summary>Digests of the components, where their blocks are inside the list.</summary>
    public static void Components(Span<byte> bundle, BundlePlan plan)
    {
        Span<byte> message = stackalloc byte[4 + BundleFormat.MaxHeadSize];
        for (int i = 0; i < plan.Components; i++)
        {
            Span<byte> entry = bundle.Slice(BundleComposer.Table + (i * BundleComposer.Entry), BundleComposer.Entry);
            int length = BinaryPrimitives.ReadInt32LittleEndian(entry[8..]);
            int first = BinaryPrimitives.ReadUInt16LittleEndian(entry[12..]);
            int blocks = length > 0 ? (int)(((long)length + plan.BlockSize - 1) / plan.BlockSize) : 0;
            if (blocks > 0 && first < plan.Blocks && blocks <= plan.Blocks - first)
            {
                entry.Slice(8, 4).CopyTo(message);
                ReadOnlySpan<byte> digests = bundle.Slice(plan.List + (first * BundleComposer.Digest), blocks * BundleComposer.Digest);
                digests.CopyTo(message[4..]);
                BundleComposer.DigestOf(message[..(4 + digests.Length)], entry[16..]);
            }
        }
    }

    /// <summary>What each component says that it was made for.</summary>
    public static void Dependencies(Span<byte> bundle, BundlePlan plan)
    {
        ReadOnlySpan<byte> model = default;
        for (int i = 0; i < plan.Components && model.IsEmpty; i++)
        {
            ReadOnlySpan<byte> entry = bundle.Slice(BundleComposer.Table + (i * BundleComposer.Entry), BundleComposer.Entry);
            model = entry[1] == ComponentType.Model ? entry : default;
        }

        for (int i = 0; i < plan.Components; i++)
        {
            Span<byte> entry = bundle.Slice(BundleComposer.Table + (i * BundleComposer.Entry), BundleComposer.Entry);
            entry.Slice(48, 8).Clear();
            entry[14] = 0;
            if (entry[1] == ComponentType.Model)
            {
                entry[14] = BundleFormat.DependsOnRuntime;
                bundle.Slice(BundleComposer.Prefix + 146, 2).CopyTo(entry[48..]);
            }
            else if (entry[1] is ComponentType.Thresholds or ComponentType.Calibration or ComponentType.GoldenVectors && !model.IsEmpty)
            {
                entry[14] = model[0];
                model.Slice(16, 8).CopyTo(entry[48..]);
            }
        }
    }

    /// <summary>Digest of the block list in the manifest.</summary>
    public static void List(Span<byte> bundle, BundlePlan plan) =>
        BundleComposer.DigestOf(bundle.Slice(plan.List, plan.Blocks * BundleComposer.Digest), bundle[(BundleComposer.Prefix + 160)..]);

    /// <summary>Where the parts of a bundle lie by its prefix; false when they do not fit a head, or the bytes end before.</summary>
    public static bool TryFind(ReadOnlySpan<byte> bundle, out BundlePlan plan)
    {
        plan = default;
        if (bundle.Length < BundleComposer.Table)
        {
            return false;
        }

        int components = bundle[10];
        int signed = BundleComposer.Table + (components * BundleComposer.Entry) + BinaryPrimitives.ReadUInt16LittleEndian(bundle[12..]);
        int blockSize = BinaryPrimitives.ReadUInt16LittleEndian(bundle[16..]);
        int blocks = BinaryPrimitives.ReadUInt16LittleEndian(bundle[18..]);
        int list = signed + BundleComposer.SignatureBlock;
        int end = list + (blocks * BundleComposer.Digest);
        if (blockSize is not (512 or 1024 or 2048 or 4096) || components is 0 or > BundleFormat.MaxComponents || end > BundleFormat.MaxHeadSize || end > bundle.Length)
        {
            return false;
        }

        plan = new BundlePlan(components, signed, blockSize, blocks, list, (end + blockSize - 1) / blockSize * blockSize);
        return true;
    }

    /// <summary>Where the content of the first component of a type lies; false when there is none, or it is not inside the bundle.</summary>
    public static bool TryFindComponent(ReadOnlySpan<byte> bundle, int type, out int at, out int length)
    {
        at = 0;
        length = 0;
        if (!TryFind(bundle, out BundlePlan plan))
        {
            return false;
        }

        for (int i = 0; i < plan.Components; i++)
        {
            ReadOnlySpan<byte> entry = bundle.Slice(BundleComposer.Table + (i * BundleComposer.Entry), BundleComposer.Entry);
            if (entry[1] == type)
            {
                at = plan.Payload + (BinaryPrimitives.ReadUInt16LittleEndian(entry[12..]) * plan.BlockSize);
                length = BinaryPrimitives.ReadInt32LittleEndian(entry[8..]);
                return at <= bundle.Length && length >= 0 && length <= bundle.Length - at;
            }
        }

        return false;
    }
}
