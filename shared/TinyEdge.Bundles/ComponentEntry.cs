using System;

namespace TinyEdge.Bundles
{
    /// <summary>One row of the component table, read in place of the previous one.</summary>
    public sealed class ComponentEntry
    {
        /// <summary>Block digest over the length (4 bytes) and the component's entries of the block list.</summary>
        public readonly byte[] Digest = new byte[BundleFormat.DigestSize];

        /// <summary>First 8 bytes of the digest of the component that this one depends on, or the runtime's mark.</summary>
        public readonly byte[] Dependency = new byte[BundleFormat.ComponentDependencySize];

        /// <summary>1 to 254, unique in the bundle.</summary>
        public int Id;

        /// <summary>One of <see cref="ComponentType"/>.</summary>
        public int Type;

        public int Flags;
        public uint Version;

        /// <summary>Bytes of content, at least 1; zeros follow up to the end of the last block.</summary>
        public int Length;

        /// <summary>Index of the block that the content begins with.</summary>
        public int FirstBlock;

        /// <summary>Id of the component that this one was made for, 0 for none, 255 for the runtime.</summary>
        public int DependsOn;

        /// <summary>Blocks that the content takes.</summary>
        public int BlockCount;

        public bool IsCritical
        {
            get { return (Flags & BundleFormat.ComponentCritical) != 0; }
        }

        /// <summary>Reads the 64 bytes at <paramref name="offset"/>; the table's order is the caller's to check.</summary>
        /// <returns>Ok, BadComponent or ComponentOutOfRange.</returns>
        public ResultCode TryRead(byte[] head, int offset, int blockSize, int maxBlocks)
        {
            Id = head[offset + BundleFormat.ComponentIdOffset];
            Type = head[offset + BundleFormat.ComponentTypeOffset];
            Flags = LittleEndian.ReadUInt16(head, offset + BundleFormat.ComponentFlagsOffset);
            Version = LittleEndian.ReadUInt32(head, offset + BundleFormat.ComponentVersionOffset);
            Length = LittleEndian.ReadInt32(head, offset + BundleFormat.ComponentLengthOffset);
            FirstBlock = LittleEndian.ReadUInt16(head, offset + BundleFormat.ComponentFirstBlockOffset);
            DependsOn = head[offset + BundleFormat.ComponentDependsOnOffset];
            Array.Copy(head, offset + BundleFormat.ComponentDigestOffset, Digest, 0, BundleFormat.DigestSize);
            Array.Copy(head, offset + BundleFormat.ComponentDependencyOffset, Dependency, 0, BundleFormat.ComponentDependencySize);
            if (Id == 0
                || Id == BundleFormat.DependsOnRuntime
                || (Flags & ~BundleFormat.ComponentCritical) != 0
                || head[offset + BundleFormat.ComponentReserved1Offset] != 0
                || !ByteRange.IsZero(head, offset + BundleFormat.ComponentReserved2Offset, BundleFormat.ComponentReserved2Size))
            {
                return ResultCode.BadComponent;
            }

            if (Length <= 0 || Length > maxBlocks * blockSize)
            {
                return ResultCode.ComponentOutOfRange;
            }

            BlockCount = (Length + blockSize - 1) / blockSize;
            return ResultCode.Ok;
        }
    }
}
