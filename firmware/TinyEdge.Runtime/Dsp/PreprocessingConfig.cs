using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// How samples become features. Lives in the model component, because a network only works with the front end it was
    /// trained with. Lengths are samples per axis.
    /// </summary>
    public sealed class PreprocessingConfig
    {
        public const int MaxAxes = 3;
        public const int MinWindowSize = 16;
        public const int MaxFftLength = 512;
        public const int MaxBufferSize = 16384;
        public const int MaxBands = 80;
        public const int MaxFrames = 256;

        /// <summary>Most int8 values that the feature ring may hold.</summary>
        public const int MaxRingFeatures = 16384;

        /// <summary>Largest floor, plus or minus, in log2 units.</summary>
        public const int MaxLogFloor = 64;

        /// <summary>Capacity of the sample ring: a power of two, at least <see cref="WindowSize"/>; 2 bytes a sample and axis.</summary>
        public int BufferSize { get; set; }

        /// <summary>Samples per second and axis, 1 to 1,000,000. Nothing is resampled: the value says what the bands were made for.</summary>
        public int SampleRate { get; set; }

        /// <summary>Samples of one window, 16 to <see cref="FftLength"/>; shorter ones are padded with zeros at the end.</summary>
        public int WindowSize { get; set; }

        /// <summary>Samples from the start of one window to the start of the next, 1 to 32767.</summary>
        public int HopLength { get; set; }

        /// <summary>Counts per unit for <c>PushSample</c>: 4096 for g, 32768 for audio in -1..1. 1 to 65536.</summary>
        public int FixedPointScale { get; set; }

        /// <summary>64, 128, 256 or 512.</summary>
        public int FftLength { get; set; }

        /// <summary>Axes (channels), 1 to 3; each has its own spectrum and its own features.</summary>
        public int Axes { get; set; }

        /// <summary>Taper put on each window.</summary>
        public WindowType Window { get; set; }

        /// <summary>Whether each window's own mean is removed first (gravity, microphone bias).</summary>
        public bool SubtractMean { get; set; }

        /// <summary>Bands per axis, 1 to 80.</summary>
        public int Bands { get; set; }

        /// <summary>DCT coefficients per axis, at most <see cref="Bands"/>; 0 leaves the log band energies as they are.</summary>
        public int Coefficients { get; set; }

        /// <summary>Frames the network sees at once, 1 to 256.</summary>
        public int Frames { get; set; }

        /// <summary>Smallest log2 band energy, Q12, log2 of counts squared; silence and noise below it look alike.</summary>
        public int LogFloorQ12 { get; set; }

        /// <summary>Features per axis and frame.</summary>
        public int FeaturesPerAxis
        {
            get { return Coefficients > 0 ? Coefficients : Bands; }
        }

        /// <summary>Features per frame: all of axis 0, then axis 1, then axis 2.</summary>
        public int FeaturesPerFrame
        {
            get { return Axes * FeaturesPerAxis; }
        }

        /// <summary>Checks every field and every relation between fields that the kernels rely on.</summary>
        /// <returns><see cref="ResultCode.Ok"/>, <see cref="ResultCode.UnsupportedFftLength"/> or <see cref="ResultCode.BadFrontEnd"/>.</returns>
        public ResultCode Validate()
        {
            if (FftLength != 64 && FftLength != 128 && FftLength != 256 && FftLength != 512)
            {
                return ResultCode.UnsupportedFftLength;
            }

            return IsSamplingValid() && IsSpectrumValid() ? ResultCode.Ok : ResultCode.BadFrontEnd;
        }

        private bool IsSamplingValid()
        {
            return IsWithin(Axes, 1, MaxAxes)
                && IsWithin(WindowSize, MinWindowSize, FftLength)
                && IsWithin(BufferSize, WindowSize, MaxBufferSize)
                && (BufferSize & (BufferSize - 1)) == 0
                && IsWithin(HopLength, 1, short.MaxValue)
                && IsWithin(SampleRate, 1, 1000000)
                && IsWithin(FixedPointScale, 1, 65536);
        }

        private bool IsSpectrumValid()
        {
            return Window <= WindowType.Hamming
                && IsWithin(Bands, 1, MaxBands)
                && IsWithin(Coefficients, 0, Bands)
                && IsWithin(Frames, 1, MaxFrames)
                && FeaturesPerFrame <= MaxRingFeatures / Frames
                && IsWithin(LogFloorQ12, -MaxLogFloor * Log2.One, MaxLogFloor * Log2.One);
        }

        private static bool IsWithin(int value, int least, int most)
        {
            return value >= least && value <= most;
        }
    }
}
