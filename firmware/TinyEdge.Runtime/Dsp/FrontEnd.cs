using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// The chain of kernels over one window of one axis:
    /// block scale, taper, real FFT, power, bands, log2, DCT. Holds the working memory, which all axes share.
    /// </summary>
    public sealed class FrontEnd
    {
        private const int FieldCount = 11;
        private const int FftFieldCount = 2;

        private readonly FrontEndSpec _spec;
        private readonly PreprocessingConfig _config;
        private short[] _samples;
        private short[] _window;
        private int[] _re;
        private int[] _im;
        private long[] _power;
        private long[] _energies;
        private int[] _logs;
        private int[] _values;
        private IFft _fft;

        /// <param name="spec">A spec that <see cref="FrontEndSection"/> has proved.</param>
        public FrontEnd(FrontEndSpec spec)
        {
            _spec = spec;
            _config = spec.Config;
        }

        /// <summary>(windowSize) int16 counts: the caller puts a window here before <see cref="Run"/>, which overwrites it.</summary>
        public short[] Samples
        {
            get { return _samples; }
        }

        /// <summary>(features per axis) int32 Q12: log2 band energies or their DCT, valid after <see cref="Run"/>.</summary>
        public int[] Values
        {
            get { return _values; }
        }

        /// <summary>Rents working memory and fills the tables.</summary>
        /// <returns>Ok, or why the pool refused.</returns>
        public ResultCode TryPrepare(StaticPool pool)
        {
            int fftLength = _config.FftLength;
            int half = fftLength / 2;
            bool isTapered = _config.Window != WindowType.Rectangular;
            bool hasDct = _config.Coefficients > 0;
            int[] sine = pool.RentInt32(PoolOwner.FrontEnd, FftReference.SineLength(fftLength));
            _samples = pool.RentInt16(PoolOwner.FrontEnd, _config.WindowSize);
            _window = isTapered ? pool.RentInt16(PoolOwner.FrontEnd, _config.WindowSize) : null;
            _re = pool.RentInt32(PoolOwner.FrontEnd, half);
            _im = pool.RentInt32(PoolOwner.FrontEnd, half);
            _power = pool.RentInt64(PoolOwner.FrontEnd, half + 1);
            _energies = pool.RentInt64(PoolOwner.FrontEnd, _config.Bands);
            _logs = pool.RentInt32(PoolOwner.FrontEnd, _config.Bands);
            _values = hasDct ? pool.RentInt32(PoolOwner.FrontEnd, _config.Coefficients) : _logs;
            bool isRented = sine != null && _samples != null && (_window != null || !isTapered) && _re != null && _im != null
                && _power != null && _energies != null && _logs != null && _values != null;
            if (!isRented
                || !pool.TryCountObject(PoolOwner.FrontEnd, FieldCount)
                || !pool.TryCountObject(PoolOwner.FrontEnd, FftFieldCount))
            {
                return pool.LastResult == ResultCode.Ok ? ResultCode.PoolExhausted : pool.LastResult;
            }

            if (isTapered)
            {
                WindowTable.Fill(_window, _config.WindowSize, _config.Window);
            }

            FftReference.FillSine(sine, fftLength);
            _fft = new FftReference(fftLength, sine);
            return ResultCode.Ok;
        }

        /// <summary>Turns <see cref="Samples"/> into <see cref="Values"/>.</summary>
        public void Run()
        {
            int bands = _config.Bands;
            int half = _config.FftLength >> 1;
            int exponent = BlockScale.Normalize(_samples, _config.WindowSize, _config.SubtractMean);
            if (exponent == BlockScale.Silence)
            {
                FillFloor(bands);
            }
            else
            {
                WindowKernel.Apply(_samples, _window, _config.WindowSize, _re, _im, half);
                _fft.Transform(_re, _im);
                PowerSpectrum.Compute(_re, _im, half, _power);
                MelBands.Compute(_power, _spec.BandRanges, _spec.BandWeights, bands, _energies);
                int bias = ((2 * exponent) - 14) * Log2.One;
                Log2.Compute(_energies, bands, bias, _config.LogFloorQ12, _logs);
            }

            if (_config.Coefficients > 0)
            {
                Dct.Compute(_logs, bands, _spec.DctMatrix, _config.Coefficients, _values);
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

        private void FillFloor(int bands)
        {
            int floor = _config.LogFloorQ12;
            for (int band = 0; band < bands; band++)
            {
                _logs[band] = floor;
            }
        }
    }
}
