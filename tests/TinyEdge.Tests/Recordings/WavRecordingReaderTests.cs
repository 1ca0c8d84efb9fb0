using System.Buffers.Binary;
using CsCheck;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Tests.Recordings;

public class WavRecordingReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_Pcm16_GivesEverySample(int channels)
    {
        Recording recording = WavRecordingReader.Read(Wav(channels: channels, samples: [0, 16384, -32768, 32767]), "t.wav");

        Assert.Equal([0f, 0.5f, -1f, 32767f / 32768], recording.Values);
        Assert.Equal(channels, recording.Axes);
        Assert.Equal(16000, recording.SampleRateHz);
        Assert.Equal([0, 16384, -32768, 32767], recording.ToCounts(32768));
    }

    [Fact]
    public void Read_UnknownOddChunkBeforeData_IsSkipped()
    {
        byte[] wav = Wav(samples: [1, 2]);
        byte[] withList = [.. wav[..36], .. "LIST"u8, 3, 0, 0, 0, 9, 9, 9, 0, .. wav[36..]];

        Assert.Equal(2, WavRecordingReader.Read(withList, "t.wav").SampleCount);
    }

    [Theory]
    [InlineData(0, 0x58464952u, "RIFF WAVE")]
    [InlineData(16, 0xFFFFFFFFu, "claims 4294967295 bytes")]
    [InlineData(40, 0x7FFFFFFFu, "claims 2147483647 bytes")]
    [InlineData(40, 3u, "no whole number")]
    [InlineData(40, 0u, "no whole number")]
    [InlineData(24, 0u, "sample rate is 0")]
    [InlineData(24, 0xFFFFFFFFu, "sample rate is 4294967295")]
    [InlineData(20, 0x00010003u, "tag 3")]
    [InlineData(20, 0x00070001u, "7 channels")]
    [InlineData(36, 0x58585858u, "no samples")]
    [InlineData(12, 0x58585858u, "before their format")]
    public void Read_DamagedHeader_NamesOffsetAndReason(int offset, uint value, string why)
    {
        byte[] wav = Wav(samples: [1, 2, 3, 4]);
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(offset), value);

        RecordingException error = Assert.Throws<RecordingException>(() => WavRecordingReader.Read(wav, "t.wav"));

        Assert.Contains("offset", error.What);
        Assert.Contains(why, error.Why);
    }

    [Fact]
    public void Read_AnyPrefix_IsRefused()
    {
        byte[] wav = Wav(samples: [1, 2, 3, 4]);
        for (int length = 0; length < wav.Length; length++)
        {
            Assert.Throws<RecordingException>(() => WavRecordingReader.Read(wav.AsSpan(0, length), "t.wav"));
        }
    }

    [Fact]
    public void Read_RandomDamage_ReadsOrRefuses() =>
        Gen.Select(Gen.Int[0, 51], Gen.Byte, Gen.Int[0, 51], Gen.Byte).Sample((i, a, j, b) =>
        {
            byte[] wav = Wav(samples: [1, 2, 3, 4]);
            wav[i] = a;
            wav[j] = b;
            try
            {
                return WavRecordingReader.Read(wav, "t.wav").SampleCount > 0;
            }
            catch (RecordingException)
            {
                return true;
            }
        });

    [DataFact]
    public void ReadFile_PublicClip_IsOneSecondAt16Khz()
    {
        string path = Directory.EnumerateFiles(TestData.PathOf("speech-wav"), "*.wav", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();

        Recording recording = Assert.Single(RecordingReader.ReadFile(path));

        Assert.Equal(16000, recording.SampleRateHz);
        Assert.InRange(recording.SampleCount, 8000, 480000);
    }

    private static byte[] Wav(int channels = 1, params short[] samples)
    {
        byte[] wav = new byte[44 + (2 * samples.Length)];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), 16000);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), 32000 * channels);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), (short)(2 * channels));
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), 2 * samples.Length);
        for (int i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(44 + (2 * i)), samples[i]);
        }

        return wav;
    }
}
