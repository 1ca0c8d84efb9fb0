namespace TinyEdge.Bundles
{
    /// <summary>
    /// Sizes, offsets and limits of bundle format 1.0; SPEC.md has the same as boxes. Little endian throughout. A head is
    /// prefix, manifest, component table, TLV area, signature block, block list, zeros up to a multiple of the block size.
    /// </summary>
    public static class BundleFormat
    {
        /// <summary>"TEB1" read as a little-endian integer.</summary>
        public const int Magic = 0x31424554;

        /// <summary>Changes when an old parser must refuse.</summary>
        public const int Major = 1;

        /// <summary>0 is the only one; additions that an old parser may skip are TLVs.</summary>
        public const int Minor = 0;

        public const int PrefixSize = 32;
        public const int ManifestSize = 192;
        public const int ComponentEntrySize = 64;
        public const int TlvHeaderSize = 4;

        /// <summary>Algorithm number, reserved bytes, signature.</summary>
        public const int SignatureBlockSize = SignatureHeaderSize + RsaPssVerifier.SignatureSize;

        public const int SignatureHeaderSize = 8;
        public const int DigestSize = 32;
        public const int FingerprintSize = 8;

        /// <summary>The whole head fits one flash sector and the parser's one static buffer.</summary>
        public const int MaxHeadSize = 4096;

        public const int MinBlockSize = 512;
        public const int MaxBlockSize = 4096;

        /// <summary>One flash sector: the fewest digests, and the native digest takes the buffer as it is.</summary>
        public const int DefaultBlockSize = 4096;

        public const int MaxComponents = 16;
        public const int MaxTlvSize = 512;

        /// <summary>Bytes of a bundle id, ASCII letters, digits, '.', '-', '_' and '+', zero padded.</summary>
        public const int BundleIdSize = 32;

        /// <summary>Sequences and floors stay below 2^31, so that no comparison depends on signedness.</summary>
        public const uint MaxSequence = 0x7FFFFFFF;

        /// <summary>Trial attempts that a bundle may ask for.</summary>
        public const int MaxTrialAttempts = 7;

        /// <summary>Set in a TLV type: a parser that does not know the type must refuse.</summary>
        public const int TlvCritical = 0x8000;

        public const int TlvSbomDigest = 1;
        public const int TlvSourceRevision = 2;
        public const int TlvBuilder = 3;
        public const int TlvFreeText = 4;

        /// <summary>Critical: ASCII name of the type that starts the application; present exactly when assemblies are.</summary>
        public const int TlvAppEntryType = 0x8005;

        /// <summary>Longest entry type name, ASCII.</summary>
        public const int MaxEntryTypeLength = 127;

        /// <summary>Component flag: a device that cannot use the component must refuse the bundle.</summary>
        public const int ComponentCritical = 1;

        /// <summary>dependsOn value of a component that depends on the runtime itself (a model on the front-end version).</summary>
        public const int DependsOnRuntime = 255;

        // Prefix
        public const int MajorOffset = 4;
        public const int MinorOffset = 5;
        public const int FlagsOffset = 6;
        public const int ManifestLengthOffset = 8;
        public const int ComponentCountOffset = 10;
        public const int SignatureCountOffset = 11;
        public const int TlvLengthOffset = 12;
        public const int SignatureLengthOffset = 14;
        public const int BlockSizeOffset = 16;
        public const int BlockCountOffset = 18;
        public const int TotalLengthOffset = 20;
        public const int PrefixReservedOffset = 24;
        public const int PrefixCrcOffset = 28;

        // Manifest, from its own beginning
        public const int BundleIdOffset = 0;
        public const int RollbackTargetOffset = 32;
        public const int VendorOffset = 64;
        public const int DeviceClassOffset = 68;
        public const int HardwareRevisionsOffset = 72;
        public const int SequenceOffset = 76;
        public const int SecurityFloorOffset = 80;
        public const int FirmwareVersionOffset = 84;
        public const int ModelVersionOffset = 88;
        public const int ThresholdVersionOffset = 92;
        public const int CalibrationVersionOffset = 96;
        public const int RuntimeMinOffset = 100;
        public const int RuntimeMaxOffset = 104;
        public const int EnvironmentOffset = 108;
        public const int NotAfterOffset = 112;
        public const int NativeChecksumsOffset = 120;
        public const int KeyIdOffset = 128;
        public const int PeakRamOffset = 136;
        public const int HeapFloorOffset = 140;
        public const int KeyringEpochOffset = 144;
        public const int FrontEndVersionOffset = 146;
        public const int MaxLatencyOffset = 148;
        public const int MinimumWindowsOffset = 150;
        public const int TrialDeadlineOffset = 152;
        public const int MinBatteryOffset = 154;
        public const int TrialAttemptsOffset = 155;
        public const int HealthFlagsOffset = 156;
        public const int ManifestReservedOffset = 157;
        public const int ManifestReservedSize = 3;
        public const int BlockListDigestOffset = 160;

        // Component entry, from its own beginning
        public const int ComponentIdOffset = 0;
        public const int ComponentTypeOffset = 1;
        public const int ComponentFlagsOffset = 2;
        public const int ComponentVersionOffset = 4;
        public const int ComponentLengthOffset = 8;
        public const int ComponentFirstBlockOffset = 12;
        public const int ComponentDependsOnOffset = 14;
        public const int ComponentReserved1Offset = 15;
        public const int ComponentDigestOffset = 16;
        public const int ComponentDependencyOffset = 48;
        public const int ComponentDependencySize = 8;
        public const int ComponentReserved2Offset = 56;
        public const int ComponentReserved2Size = 8;
    }
}
