using TinyEdge.Bundles;
using TinyEdge.Kernels;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// The chain of kernels over one window of one axis: mean, taper, real FFT, power, bands, log2, DCT. Holds the working memory,
    /// which all axes share. Every window costs the same, whatever its samples are.
    /// </summary>
    public sealed class FrontEnd
    {
        private const int FieldCount = 9;
        private const int ReferenceFieldCount = 4;
        private const int FftFieldCount = 2;
        private const int CodeletFieldCount = 4;

        private readonly FrontEndSpec _spec;
        private readonly PreprocessingConfig _config;
        private readonly int _energyBits;
        private short[] _samples;
        private long[] _power;
        private int[] _logs;
        private int[] _values;
        private DctKernel _dct;
        private ISpectrum _spectrum;

        /// <param name="spec">A spec that <see cref="FrontEndSection"/> has proved.</param>
        public FrontEnd(FrontEndSpec spec)
        {
            _spec = spec;
            _config = spec.Config;

            // Those of the power and 14 of the weights. Samples that keep their mean may lie 2^16 counts from the offset: a halved
            // window makes room for them.
            _energyBits = 2 * (SpectrumReference.BinBits(_config.FftLength) - (_config.SubtractMean ? 0 : 1));
        }

        /// <summary>
        /// (FFT length) int16 counts: the caller puts a window at its start before <see cref="Run(int, int)"/>. What is behind the window is
        /// 0 and stays so.
        /// </summary>
        public short[] Samples
        {
            get { return _samples; }
        }

        /// <summary>(features per axis) int32 Q12: log2 band energies or their DCT, valid after Run.</summary>
        public int[] Values
        {
            get { return _values; }
        }

        /// <summary>Rents working memory and fills the tables; straight-line code serves the lengths that have it.</summary>
        /// <returns>Ok, or why the pool refused.</returns>
        public ResultCode TryPrepare(StaticPool pool)
        {
            return TryPrepare(pool, PowerSpectra.Has(_config.FftLength));
        }

        /// <summary>The same with the plain spectrum, which gives the same bits.</summary>
        internal ResultCode TryPreparePlain(StaticPool pool)
        {
            return TryPrepare(pool, false);
        }

        /// <summary>Turns <see cref="Samples"/> into <see cref="Values"/>, without a calibration.</summary>
        public void Run()
        {
            Run(0, 0);
        }

        /// <summary>
        /// Turns <see cref="Samples"/> into <see cref="Values"/> as if each sample had been (raw - offset) * gain: an offset is a mean, a
        /// gain is a term of the logarithm.
        /// </summary>
        /// <param name="offsetCounts">int16. Without effect where the window's own mean is taken off.</param>
        /// <param name="gainLogQ12">2 log2 of the gain, Q12.</param>
        public void Run(int offsetCounts, int gainLogQ12)
        {
            int mean = _config.SubtractMean
                ? WindowMean.Compute(_samples, _config.WindowSize)
                : offsetCounts << SpectrumReference.MeanBits;
            _spectrum.Compute(_samples, mean, _power);
            int bias = gainLogQ12 - (_energyBits * Log2.One);
            BandLogs.Compute(_power, _spec.BandRanges, _spec.BandWeights, _config.Bands, bias, _config.LogFloorQ12, _logs);
            if (_dct != null)
            {
                _dct.Compute(_logs, _values);
            }
        }

        /// <summary>Quantises <see cref="Values"/> as the features of one axis.</summary>
        /// <param name="axis">0 to axes - 1.</param>
        /// <param name="output">Receives int8.</param>
        /// <param name="frameStart">Where the frame starts in <paramref name="output"/>.</param>
        public void Quantize(int axis, sbyte[] output, int frameStart)
        {
            int count = _config.FeaturesPerAxis;
            int first = axis * count;
            FeatureQuantizer.Compute(
                _values, count, _spec.Offsets, _spec.Multipliers, first, _spec.QuantizerShift, _spec.ZeroPoint, output, frameStart + first);
        }

        private ResultCode TryPrepare(StaticPool pool, bool isStraight)
        {
            int length = _config.FftLength;
            _samples = pool.RentInt16(PoolOwner.FrontEnd, length);
            _power = pool.RentInt64(PoolOwner.FrontEnd, (length / 2) + 1);
            _logs = pool.RentInt32(PoolOwner.FrontEnd, _config.Bands);
            short[] window = pool.RentInt16(PoolOwner.FrontEnd, length);
            bool isRented = _samples != null && _power != null && _logs != null && window != null && pool.TryCountObject(PoolOwner.FrontEnd, FieldCount);
            if (isRented)
            {
                WindowTable.Fill(window, _config.WindowSize, _config.Window, !_config.SubtractMean);
                _spectrum = isStraight ? RentCodelets(pool, window) : RentReference(pool, window);
                isRented = _spectrum != null;
            }

            _values = _logs;
            if (isRented && _config.Coefficients > 0)
            {
                _values = pool.RentInt32(PoolOwner.FrontEnd, _config.Coefficients);
                _dct = DctKernel.TryRent(pool, _spec.DctMatrix, _config.Bands, _config.Coefficients);
                isRented = _values != null && _dct != null;
            }

            if (!isRented)
            {
                return pool.LastResult == ResultCode.Ok ? ResultCode.PoolExhausted : pool.LastResult;
            }

            return ResultCode.Ok;
        }

        private static ISpectrum RentReference(StaticPool pool, short[] window)
        {
            int length = window.Length;
            int[] sine = pool.RentInt32(PoolOwner.FrontEnd, FftReference.SineLength(length));
            long[] input = pool.RentInt64(PoolOwner.FrontEnd, length);
            long[] spectrum = pool.RentInt64(PoolOwner.FrontEnd, length);
            if (sine == null || input == null || spectrum == null
                || !pool.TryCountObject(PoolOwner.FrontEnd, ReferenceFieldCount)
                || !pool.TryCountObject(PoolOwner.FrontEnd, FftFieldCount))
            {
                return null;
            }

            FftReference.FillSine(sine, length);
            return new SpectrumReference(new FftReference(length, sine), window, input, spectrum);
        }

        private static ISpectrum RentCodelets(StaticPool pool, short[] window)
        {
            int length = window.Length;
            int work = PowerSpectra.WorkLength(length);
            long[] z = work > 0 ? pool.RentInt64(PoolOwner.FrontEnd, work) : null;
            long[] y = work > 0 ? pool.RentInt64(PoolOwner.FrontEnd, work) : null;
            bool isRented = pool.TryCountObject(PoolOwner.FrontEnd, CodeletFieldCount) && (work == 0 || (z != null && y != null));
            short[][] dealt = null;
            if (isRented && length > PowerSpectra.LongestUndealt)
            {
                dealt = new short[SpectrumCodelets.DealtArrays][];
                isRented = pool.TryCountReferences(PoolOwner.FrontEnd, dealt.Length);
                for (int i = 0; i < dealt.Length; i++)
                {
                    dealt[i] = pool.RentInt16(PoolOwner.FrontEnd, length / 2);
                    isRented &= dealt[i] != null;
                }
            }

            return isRented ? new SpectrumCodelets(window, z, y, dealt) : null;
        }
    }
}
