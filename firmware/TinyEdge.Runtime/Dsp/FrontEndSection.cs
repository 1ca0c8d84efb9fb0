using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// The front-end section of a model component (layout in SPEC.md): a 48-byte header, then offsets, band ranges, band
    /// weights, DCT matrix, multipliers. Parsing proves everything the kernels rely on.
    /// </summary>
    public static class FrontEndSection
    {
        /// <summary>Version of the arithmetic as much as of the layout: any change of an output bit is a new version.</summary>
        public const int FrontEndVersion = 2;

        public const int HeaderBytes = 48;

        public const int FlagSubtractMean = 1;

        /// <summary>Instance fields of <see cref="PreprocessingConfig"/>.</summary>
        private const int ConfigFieldCount = 13;

        private const int ChunkBytes = 64;

        /// <summary>
        /// Reads the section and rents its tables (owner FrontEnd). Never throws. On failure <paramref name="spec"/> is null;
        /// what was rented stays rented, so a failed Prepare starts again with a new pool.
        /// </summary>
        /// <param name="source">The component.</param>
        /// <param name="position">Where the section starts in it.</param>
        /// <param name="length">Length of the section in bytes; must be exact.</param>
        /// <param name="pool">Pool that is not sealed yet.</param>
        /// <param name="spec">The front end.</param>
        /// <returns>
        /// Ok, FrontEndVersionMismatch, UnsupportedFftLength, BadFrontEnd, Truncated, a storage code, PoolExhausted or PoolSealed.
        /// </returns>
        public static ResultCode TryParse(IByteSource source, int position, int length, StaticPool pool, out FrontEndSpec spec)
        {
            spec = null;
            byte[] chunk = pool.RentBytes(PoolOwner.FrontEnd, ChunkBytes);
            if (chunk == null
                || !pool.TryCountObject(PoolOwner.FrontEnd, ConfigFieldCount)
                || !pool.TryCountObject(PoolOwner.FrontEnd, FrontEndSpec.FieldCount))
            {
                return pool.LastResult;
            }

            if (length < HeaderBytes)
            {
                return ResultCode.BadFrontEnd;
            }

            ResultCode result = source.TryRead(position, chunk, 0, HeaderBytes);
            if (result != ResultCode.Ok)
            {
                return result;
            }

            if (LittleEndian.ReadUInt16(chunk, 0) != FrontEndVersion)
            {
                return ResultCode.FrontEndVersionMismatch;
            }

            if (LittleEndian.ReadInt32(chunk, 4) != length)
            {
                return ResultCode.BadFrontEnd;
            }

            FrontEndSpec candidate = new FrontEndSpec(new PreprocessingConfig());
            result = ReadHeader(chunk, candidate, out int weightCount);
            if (result != ResultCode.Ok)
            {
                return result;
            }

            result = ReadTables(source, position, length, pool, chunk, candidate, weightCount);
            if (result == ResultCode.Ok)
            {
                spec = candidate;
            }

            return result;
        }

        private static ResultCode ReadHeader(byte[] header, FrontEndSpec spec, out int weightCount)
        {
            PreprocessingConfig config = spec.Config;
            int flags = LittleEndian.ReadUInt16(header, 2);
            config.SubtractMean = (flags & FlagSubtractMean) != 0;
            config.SampleRate = LittleEndian.ReadInt32(header, 8);
            config.FixedPointScale = LittleEndian.ReadInt32(header, 12);
            config.BufferSize = LittleEndian.ReadUInt16(header, 16);
            config.WindowSize = LittleEndian.ReadUInt16(header, 18);
            config.HopLength = LittleEndian.ReadUInt16(header, 20);
            config.FftLength = LittleEndian.ReadUInt16(header, 22);
            config.Axes = header[24];
            config.Window = (WindowType)header[25];
            config.Bands = header[26];
            config.Coefficients = header[27];
            config.Frames = LittleEndian.ReadUInt16(header, 28);
            spec.QuantizerShift = header[30];
            spec.ZeroPoint = (sbyte)header[31];
            config.LogFloorQ12 = LittleEndian.ReadInt32(header, 32);
            weightCount = LittleEndian.ReadUInt16(header, 36);

            ResultCode result = config.Validate();
            if (result != ResultCode.Ok)
            {
                return result;
            }

            bool isReservedClear = (flags & ~FlagSubtractMean) == 0
                && LittleEndian.ReadUInt16(header, 38) == 0
                && LittleEndian.ReadInt32(header, 40) == 0
                && LittleEndian.ReadInt32(header, 44) == 0;
            bool isShiftValid = spec.QuantizerShift >= 1 && spec.QuantizerShift <= FeatureQuantizer.MaxShift;
            return isReservedClear && isShiftValid ? ResultCode.Ok : ResultCode.BadFrontEnd;
        }

        private static ResultCode ReadTables(
            IByteSource source, int position, int length, StaticPool pool, byte[] chunk, FrontEndSpec spec, int weightCount)
        {
            PreprocessingConfig config = spec.Config;
            int features = config.FeaturesPerFrame;
            int dctEntries = config.Coefficients * config.Bands;
            if (length != HeaderBytes + (6 * features) + (4 * config.Bands) + (2 * weightCount) + (2 * dctEntries))
            {
                return ResultCode.BadFrontEnd;
            }

            FrontEndTables tables = new FrontEndTables(source, position + HeaderBytes, pool, chunk);
            spec.Offsets = tables.ReadInt32(features);
            spec.BandRanges = tables.ReadInt16(2 * config.Bands);
            spec.BandWeights = tables.ReadInt16(weightCount);
            spec.DctMatrix = dctEntries > 0 ? tables.ReadInt16(dctEntries) : null;
            spec.Multipliers = tables.ReadInt16(features);
            if (tables.Result != ResultCode.Ok)
            {
                return tables.Result;
            }

            return AreBandsValid(spec, weightCount) && IsQuantizerValid(spec, features) ? ResultCode.Ok : ResultCode.BadFrontEnd;
        }

        private static bool AreBandsValid(FrontEndSpec spec, int weightCount)
        {
            int bins = (spec.Config.FftLength / 2) + 1;
            int used = 0;
            for (int band = 0; band < spec.Config.Bands; band++)
            {
                int first = spec.BandRanges[2 * band];
                int count = spec.BandRanges[(2 * band) + 1];
                if (first < 0 || count < 0 || first > bins || count > bins - first)
                {
                    return false;
                }

                used += count;
            }

            for (int i = 0; i < weightCount; i++)
            {
                if (spec.BandWeights[i] < 0 || spec.BandWeights[i] > MelBands.WeightOne)
                {
                    return false;
                }
            }

            return used == weightCount;
        }

        private static bool IsQuantizerValid(FrontEndSpec spec, int features)
        {
            for (int i = 0; i < features; i++)
            {
                int offset = spec.Offsets[i];
                if (offset < -FeatureQuantizer.MaxOffset || offset > FeatureQuantizer.MaxOffset || spec.Multipliers[i] < 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
