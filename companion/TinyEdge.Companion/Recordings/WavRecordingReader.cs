using System.Buffers.Binary;

namespace TinyEdge.Companion.Recordings;

/// <summary>
/// Reads PCM WAV, 16 bit, one or two channels (Microsoft and IBM, Multimedia Programming Interface 1.0, RIFF WAVE). Values become -1..1.
/// Lengths in the file are claims: each is checked against the bytes that are there.
/// </summary>
public static class WavRecordingReader
{
    private const int RiffHeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const int FormatBytes = 16;
    private const int Pcm = 1;
    private const int Extensible = 0xFFFE;
    private const int MaxSampleRateHz = 768000;
    private const long MaxFileBytes = 512L << 20;

    /// <exception cref="RecordingException">The file is missing, too large, malformed or of another format.</exception>
    public static Recording ReadFile(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.Exists && file.Length > MaxFileBytes
                ? throw new RecordingException($"Recording '{path}' cannot be used.", $"It has {file.Length} bytes, more than {MaxFileBytes}.", "Cut it into shorter recordings.")
                : Read(File.ReadAllBytes(path), Path.GetFileName(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"Recording '{path}' cannot be read.", e.Message, "Check the path and your rights to it.", e);
        }
    }

    public static Recording Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < RiffHeaderBytes || !bytes[..4].SequenceEqual("RIFF"u8) || !bytes[8..12].SequenceEqual("WAVE"u8))
        {
            throw Error(name, 0, "It does not start with a RIFF WAVE header.", "Save it as a PCM WAV file.");
        }

        (int channels, int sampleRateHz)? format = null;
        int at = RiffHeaderBytes;
        while (ChunkHeaderBytes <= bytes.Length - at)
        {
            uint claimed = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
            int left = bytes.Length - at - ChunkHeaderBytes;
            if (claimed > left)
            {
                throw Error(name, at, $"A chunk claims {claimed} bytes, {left} are left.", "The file is cut off or damaged: copy it again.");
            }

            int length = (int)claimed;
            ReadOnlySpan<byte> content = bytes.Slice(at + ChunkHeaderBytes, length);
            if (bytes.Slice(at, 4).SequenceEqual("fmt "u8))
            {
                format = ReadFormat(content, name, at);
            }
            else if (bytes.Slice(at, 4).SequenceEqual("data"u8))
            {
                (int channels, int sampleRateHz) known = format ?? throw Error(name, at, "Samples come before their format.", "Save it again as a PCM WAV file.");
                return ReadSamples(content, known.channels, known.sampleRateHz, name, at);
            }

            // Chunks start at even offsets; a last odd chunk may lack its padding.
            at += ChunkHeaderBytes + Math.Min(length + (length & 1), left);
        }

        throw Error(name, at, "It holds no samples.", "The file is cut off or empty: record again.");
    }

    private static (int Channels, int SampleRateHz) ReadFormat(ReadOnlySpan<byte> content, string name, int at)
    {
        if (content.Length < FormatBytes)
        {
            throw Error(name, at, $"Its format chunk has {content.Length} bytes instead of {FormatBytes}.", "Save it again as a PCM WAV file.");
        }

        int tag = BinaryPrimitives.ReadUInt16LittleEndian(content);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(content[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(content[4..]);
        int blockBytes = BinaryPrimitives.ReadUInt16LittleEndian(content[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(content[14..]);
        if (tag is not (Pcm or Extensible) || bits != 16 || channels is not (1 or 2) || blockBytes != 2 * channels)
        {
            throw Error(name, at, $"Its format is tag {tag}, {channels} channels, {bits} bit.", "Convert it to 16-bit PCM with one or two channels.");
        }

        return rate is > 0 and <= MaxSampleRateHz ? (channels, (int)rate) : throw Error(name, at, $"Its sample rate is {rate} Hz.", "The header is damaged: copy the file again.");
    }

    private static Recording ReadSamples(ReadOnlySpan<byte> content, int channels, int sampleRateHz, string name, int at)
    {
        if (content.Length == 0 || content.Length % (2 * channels) != 0)
        {
            throw Error(name, at, $"It has {content.Length} bytes of samples, no whole number of samples.", "The file is cut off: copy it again.");
        }

        float[] values = new float[content.Length / 2];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt16LittleEndian(content[(2 * i)..]) / 32768f;
        }

        return new Recording(name, sampleRateHz, channels, values);
    }

    private static RecordingException Error(string name, int offset, string why, string remedy) => new($"Recording '{name}', offset {offset}, cannot be used.", why, remedy);
}
