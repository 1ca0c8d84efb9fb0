using System.Buffers.Binary;

namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>Reads mono 16-bit PCM WAV files (RIFF); the sound goes to the x axis, z carries gravity.</summary>
public static class WavRecording
{
    private const int LongestFile = 256 * 1024 * 1024;

    /// <param name="path">The file.</param>
    /// <param name="fullScaleG">Acceleration of a full-scale sample, g.</param>
    /// <param name="sampleRateHz">Rate that the file states.</param>
    public static Vector3G[] Load(string path, double fullScaleG, out int sampleRateHz)
    {
        try
        {
            if (new FileInfo(path).Length > LongestFile)
            {
                throw Bad(path, $"It is longer than {LongestFile / (1024 * 1024)} MB.");
            }

            return Parse(File.ReadAllBytes(path), path, fullScaleG, out sampleRateHz);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new VirtualDeviceException($"The recording '{path}' could not be read.", ex.Message, "Check the path and its permissions.", ex);
        }
    }

    public static Vector3G[] Parse(ReadOnlySpan<byte> file, string name, double fullScaleG, out int sampleRateHz)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file.Slice(8, 4).SequenceEqual("WAVE"u8))
        {
            throw Bad(name, "It does not begin as a RIFF WAVE file.");
        }

        sampleRateHz = 0;
        ReadOnlySpan<byte> rest = file[12..];
        while (rest.Length >= 8)
        {
            ReadOnlySpan<byte> id = rest[..4];
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            rest = rest[8..];
            if (length > (uint)rest.Length)
            {
                throw Bad(name, $"A chunk says {length} bytes where {rest.Length} are left.");
            }

            ReadOnlySpan<byte> body = rest[..(int)length];
            if (id.SequenceEqual("fmt "u8))
            {
                sampleRateHz = ReadFormat(body, name);
            }
            else if (id.SequenceEqual("data"u8))
            {
                return sampleRateHz != 0 ? ReadSamples(body, name, fullScaleG) : throw Bad(name, "Its samples come before its format.");
            }

            // Chunks are padded to an even length; the last pad byte may be missing.
            rest = rest[Math.Min(rest.Length, (int)length + ((int)length & 1))..];
        }

        throw Bad(name, "It has no samples.");
    }

    private static int ReadFormat(ReadOnlySpan<byte> body, string name)
    {
        if (body.Length < 16)
        {
            throw Bad(name, "Its format chunk is too short.");
        }

        int format = BinaryPrimitives.ReadUInt16LittleEndian(body);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(body[4..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(body[14..]);
        if (format != 1 || channels != 1 || bits != 16)
        {
            throw Bad(name, $"It has format {format}, {channels} channels and {bits} bits.");
        }

        return rate is > 0 and <= 1_000_000 ? (int)rate : throw Bad(name, $"It states a sample rate of {rate} Hz.");
    }

    private static Vector3G[] ReadSamples(ReadOnlySpan<byte> body, string name, double fullScaleG)
    {
        if (body.Length < 2)
        {
            throw Bad(name, "It has no samples.");
        }

        var samples = new Vector3G[body.Length / 2];
        for (int i = 0; i < samples.Length; i++)
        {
            double value = BinaryPrimitives.ReadInt16LittleEndian(body[(2 * i)..]) / 32768.0;
            samples[i] = new Vector3G(value * fullScaleG, 0, 1);
        }

        return samples;
    }

    private static VirtualDeviceException Bad(string name, string why)
        => new($"The recording '{name}' cannot be played.", why, "It must be a WAV file of one channel and 16-bit PCM.");
}
