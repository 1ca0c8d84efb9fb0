using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// The component table of a bundle: contiguous, in order, ids unique, one model and one set of thresholds, everything that depends on
    /// something depending on what is in the same bundle. Entries are made once and look into the head.
    /// </summary>
    public sealed class ComponentTable
    {
        private readonly ComponentEntry[] _entries = new ComponentEntry[BundleFormat.MaxComponents];
        private int _count;

        /// <param name="head">The head's buffer, which the entries look into.</param>
        public ComponentTable(byte[] head)
        {
            for (int i = 0; i < BundleFormat.MaxComponents; i++)
            {
                _entries[i] = new ComponentEntry(head, BundleFormat.PrefixSize + BundleFormat.ManifestSize + (i * BundleFormat.ComponentEntrySize));
            }
        }

        /// <summary>Components in the bundle.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>The entry at a table position from 0 to <see cref="Count"/> - 1.</summary>
        public ComponentEntry At(int index)
        {
            return _entries[index];
        }

        /// <summary>The first component of a type, or null.</summary>
        public ComponentEntry Find(int type)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_entries[i].Type == type)
                {
                    return _entries[i];
                }
            }

            return null;
        }

        /// <summary>The component that a block belongs to; blocks and components are contiguous, so that there is one.</summary>
        public ComponentEntry OwnerOf(int block)
        {
            int index = _count - 1;
            while (index > 0 && _entries[index].FirstBlock > block)
            {
                index--;
            }

            return _entries[index];
        }

        public void Clear()
        {
            _count = 0;
        }

        /// <summary>Reads and checks the whole table.</summary>
        public ResultCode TryRead(byte[] head, BundlePrefix prefix, BundleManifest manifest)
        {
            _count = 0;
            int nextBlock = 0;
            for (int i = 0; i < prefix.ComponentCount; i++)
            {
                ComponentEntry entry = _entries[i];
                ResultCode code = entry.Check(prefix.BlockCount * prefix.BlockSize);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                if (entry.FirstBlock != nextBlock || entry.BlockCount > prefix.BlockCount - nextBlock)
                {
                    return ResultCode.ComponentOutOfRange;
                }

                code = CheckIdentity(entry);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                nextBlock += entry.BlockCount;
                _count++;
            }

            return nextBlock == prefix.BlockCount ? CheckWhole(head, manifest) : ResultCode.ComponentOutOfRange;
        }

        /// <summary>Compares every component's digest with the block list, whose own digest has been checked.</summary>
        /// <param name="scratch">Any array of at least 4 bytes and the block list.</param>
        /// <param name="digest32">Receives 32 bytes.</param>
        public ResultCode CheckDigests(byte[] head, BundlePrefix prefix, IBlockDigest digest, byte[] scratch, byte[] digest32)
        {
            for (int i = 0; i < _count; i++)
            {
                ComponentEntry entry = _entries[i];
                int listBytes = entry.BlockCount * BundleFormat.DigestSize;
                LittleEndian.WriteInt32(scratch, 0, entry.Length);
                Array.Copy(head, prefix.BlockListOffset + (entry.FirstBlock * BundleFormat.DigestSize), scratch, 4, listBytes);
                digest.Compute(scratch, 0, 4 + listBytes, digest32);
                if (!ByteRange.AreEqual(digest32, 0, head, entry.DigestOffset, BundleFormat.DigestSize))
                {
                    return ResultCode.ComponentDigestMismatch;
                }
            }

            return ResultCode.Ok;
        }

        private ResultCode CheckIdentity(ComponentEntry entry)
        {
            if (entry.Type < ComponentType.AppAssembly || entry.Type > ComponentType.Keyring)
            {
                // A component nobody here can use is carried along unless it says that it matters.
                return entry.IsCritical ? ResultCode.UnknownComponentType : CheckUnique(entry, false);
            }

            return CheckUnique(entry, entry.Type != ComponentType.AppAssembly);
        }

        private ResultCode CheckUnique(ComponentEntry entry, bool typeToo)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_entries[i].Id == entry.Id || (typeToo && _entries[i].Type == entry.Type))
                {
                    return ResultCode.DuplicateComponent;
                }
            }

            return ResultCode.Ok;
        }

        private ResultCode CheckWhole(byte[] head, BundleManifest manifest)
        {
            if (Find(ComponentType.Model) == null || Find(ComponentType.Thresholds) == null)
            {
                return ResultCode.MissingComponent;
            }

            for (int i = 0; i < _count; i++)
            {
                ResultCode code = CheckVersionAndDependency(head, _entries[i], manifest);
                if (code != ResultCode.Ok)
                {
                    return code;
                }
            }

            // Zeros mean that there is nothing to match, so they are there exactly when there are no assemblies.
            bool hasAssemblies = Find(ComponentType.AppAssembly) != null;
            bool namesNatives = !ByteRange.IsZero(head, BundleManifest.NativeChecksumsAt, BundleFormat.FingerprintSize);
            return hasAssemblies == namesNatives ? ResultCode.Ok : ResultCode.BadManifest;
        }

        private ResultCode CheckVersionAndDependency(byte[] head, ComponentEntry entry, BundleManifest manifest)
        {
            switch (entry.Type)
            {
                case ComponentType.AppAssembly:
                    return entry.Version == manifest.FirmwareVersion ? CheckIndependent(head, entry) : ResultCode.BadComponent;
                case ComponentType.Model:
                    return entry.Version == manifest.ModelVersion ? CheckRuntimeMark(head, entry, manifest) : ResultCode.BadComponent;
                case ComponentType.Thresholds:
                    return entry.Version == manifest.ThresholdVersion ? CheckDependsOnModel(head, entry) : ResultCode.BadComponent;
                case ComponentType.Calibration:
                    return entry.Version == manifest.CalibrationVersion ? CheckDependsOnModel(head, entry) : ResultCode.BadComponent;
                case ComponentType.GoldenVectors:
                    return CheckDependsOnModel(head, entry);
                default:
                    return CheckIndependent(head, entry);
            }
        }

        private static ResultCode CheckIndependent(byte[] head, ComponentEntry entry)
        {
            return entry.DependsOn == 0 && ByteRange.IsZero(head, entry.DependencyOffset, BundleFormat.ComponentDependencySize)
                ? ResultCode.Ok
                : ResultCode.DependencyMismatch;
        }

        /// <summary>A model names the front end that it was made for: its version, then zeros.</summary>
        private static ResultCode CheckRuntimeMark(byte[] head, ComponentEntry entry, BundleManifest manifest)
        {
            return entry.DependsOn == BundleFormat.DependsOnRuntime
                && LittleEndian.ReadUInt16(head, entry.DependencyOffset) == manifest.FrontEndVersion
                && ByteRange.IsZero(head, entry.DependencyOffset + 2, BundleFormat.ComponentDependencySize - 2)
                ? ResultCode.Ok
                : ResultCode.DependencyMismatch;
        }

        private ResultCode CheckDependsOnModel(byte[] head, ComponentEntry entry)
        {
            ComponentEntry model = Find(ComponentType.Model);
            return entry.DependsOn == model.Id
                && ByteRange.AreEqual(head, entry.DependencyOffset, head, model.DigestOffset, BundleFormat.ComponentDependencySize)
                ? ResultCode.Ok
                : ResultCode.DependencyMismatch;
        }
    }
}
