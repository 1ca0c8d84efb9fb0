using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// The golden vectors component: recorded input with the outputs that the desktop computed with the same sources.
    /// Little endian:
    /// <code>
    ///  0 u32 magic "TEGV"      6 u8 vector count, 1 to 16      8 u16 samples a vector      12 u32 reserved = 0
    ///  4 u16 format = 1        7 u8 output length, 1 to 64    10 u16 reserved = 0
    ///  then each vector: samples * (i16 x, y, z) in counts | u32 CRC-32 of the feature ring | outputs i8, zero padded to 4
    /// </code>
    /// Reads in small pieces; holds no vector in memory.
    /// </summary>
    public sealed class GoldenVectorReader
    {
        public const int HeaderBytes = 16;
        public const uint Magic = 0x56474554;
        public const int Format = 1;
        public const int MaxVectors = 16;
        public const int MaxOutputs = 64;
        public const int MaxSamples = 4096;
        public const int BytesPerSample = 6;

        /// <summary>Samples that <see cref="TryReadSamples"/> fetches at once: 48 bytes.</summary>
        public const int SamplesPerRead = 8;

        private readonly byte[] _scratch = new byte[MaxOutputs + 4];
        private IByteSource _source;
        private int _vectorCount;
        private int _sampleCount;
        private int _outputLength;

        public int VectorCount
        {
            get { return _vectorCount; }
        }

        /// <summary>Samples of three axes a vector.</summary>
        public int SampleCount
        {
            get { return _sampleCount; }
        }

        public int OutputLength
        {
            get { return _outputLength; }
        }

        /// <summary>Bytes of one vector in the component.</summary>
        public static int VectorBytes(int samples, int outputs)
        {
            return (samples * BytesPerSample) + 4 + ((outputs + 3) & ~3);
        }

        /// <returns>Ok, BadGoldenVectors, or the source's own code.</returns>
        public ResultCode TryOpen(IByteSource source, int outputLength)
        {
            _source = source;
            _vectorCount = 0;
            if (source == null || source.Length < HeaderBytes)
            {
                return ResultCode.BadGoldenVectors;
            }

            ResultCode result = source.TryRead(0, _scratch, 0, HeaderBytes);
            if (result != ResultCode.Ok)
            {
                return result;
            }

            int vectors = _scratch[6];
            int samples = LittleEndian.ReadUInt16(_scratch, 8);
            if (LittleEndian.ReadUInt32(_scratch, 0) != Magic || LittleEndian.ReadUInt16(_scratch, 4) != Format
                || LittleEndian.ReadUInt16(_scratch, 10) != 0 || LittleEndian.ReadUInt32(_scratch, 12) != 0
                || vectors < 1 || vectors > MaxVectors || samples < 1 || samples > MaxSamples
                || _scratch[7] != outputLength || outputLength > MaxOutputs
                || source.Length - HeaderBytes != vectors * VectorBytes(samples, outputLength))
            {
                return ResultCode.BadGoldenVectors;
            }

            _vectorCount = vectors;
            _sampleCount = samples;
            _outputLength = outputLength;
            return ResultCode.Ok;
        }

        /// <summary>Fetches the next samples of a vector, at most <see cref="SamplesPerRead"/>, interleaved x, y, z.</summary>
        /// <param name="xyz">At least 3 * <see cref="SamplesPerRead"/> long.</param>
        public ResultCode TryReadSamples(int vector, int firstSample, short[] xyz, out int count)
        {
            count = _sampleCount - firstSample;
            if (count > SamplesPerRead)
            {
                count = SamplesPerRead;
            }

            int position = HeaderBytes + (vector * VectorBytes(_sampleCount, _outputLength)) + (firstSample * BytesPerSample);
            ResultCode result = _source.TryRead(position, _scratch, 0, count * BytesPerSample);
            if (result != ResultCode.Ok)
            {
                return result;
            }

            for (int i = 0; i < count * 3; i++)
            {
                xyz[i] = LittleEndian.ReadInt16(_scratch, 2 * i);
            }

            return ResultCode.Ok;
        }

        /// <summary>Compares with the vector's expected feature CRC and outputs, bit for bit.</summary>
        /// <returns>Ok, GoldenVectorMismatch, or the source's own code when it could not be read.</returns>
        public ResultCode Compare(int vector, uint featureCrc, sbyte[] outputs, int offset)
        {
            int position = HeaderBytes + (vector * VectorBytes(_sampleCount, _outputLength)) + (_sampleCount * BytesPerSample);
            ResultCode result = _source.TryRead(position, _scratch, 0, 4 + _outputLength);
            if (result != ResultCode.Ok)
            {
                return result;
            }

            bool same = LittleEndian.ReadUInt32(_scratch, 0) == featureCrc;
            for (int i = 0; i < _outputLength; i++)
            {
                same &= (sbyte)_scratch[4 + i] == outputs[offset + i];
            }

            return same ? ResultCode.Ok : ResultCode.GoldenVectorMismatch;
        }
    }
}
