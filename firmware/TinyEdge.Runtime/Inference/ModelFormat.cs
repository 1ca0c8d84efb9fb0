namespace TinyEdge.Runtime.Inference
{
    /// <summary>Sizes and limits of the model component; shared by the reader here and the writer on the desktop.</summary>
    public static class ModelFormat
    {
        /// <summary>"TEMD", little endian.</summary>
        public const int Magic = 0x444D4554;

        public const int Version = 1;
        public const int ContainerHeaderBytes = 8;
        public const int SectionEntryBytes = 12;
        public const int SectionAlignment = 4;
        public const int MaxSections = 8;

        /// <summary>Section types from here up may be skipped by a reader that does not know them.</summary>
        public const int FirstOptionalSectionType = 0x8000;

        public const int LabelBytes = 16;
        public const int MaxLabels = 64;

        public const int NetworkVersion = 1;
        public const int NetworkHeaderBytes = 48;
        public const int TensorBytes = 16;
        public const int LayerRecordBytes = 64;
        public const int MaxLayers = 32;

        /// <summary>Largest tensor and largest arena, bytes: far above any device, small enough that no product overflows.</summary>
        public const int MaxArenaBytes = 1 << 20;

        /// <summary>Largest layer, multiply-accumulates: beyond it one inference takes minutes on the device.</summary>
        public const int MaxLayerMacs = 1 << 26;

        /// <summary>Weight layout: a byte each, in TensorFlow Lite's order, in the component and in memory.</summary>
        public const int PlainWeights = 0;

        /// <summary>Weight layout: packed in Prepare, three outputs in a long, 21 bits each.</summary>
        public const int ThreeLaneWeights = 1;

        /// <summary>Weight layout: packed in Prepare, two outputs in a long, 32 bits each.</summary>
        public const int TwoLaneWeights = 2;

        /// <summary>Weight layout: constants in generated code (<see cref="NetworkCode"/>).</summary>
        public const int CodeWeights = 3;

        /// <summary>Flag of a layer record: one multiplier and shift a channel, not one for all.</summary>
        public const int PerChannelFlag = 1;

        /// <summary>Bits that Add shifts its inputs up by before it rescales them, as TensorFlow Lite does.</summary>
        public const int AddLeftShift = 20;

        /// <summary>Scalers of an Add: multiplier i32 and shift i32 for the first input, the second, and the output.</summary>
        public const int AddScalerBytes = 24;

        /// <summary>Entries of a Logistic table: one for every int8 input.</summary>
        public const int LogisticTableBytes = 256;

        /// <summary>Longest row that Softmax takes: its sum of exponentials has 12 integer bits and 8 output bits.</summary>
        public const int MaxSoftmaxClasses = 256;
    }
}
