using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.Companion.FrontEnd;

/// <summary>Writes the front-end section of a model: tables that need transcendental functions are computed here, never on the device.</summary>
public sealed class FrontEndBuilder
{
    private readonly FrontEndOptions _options;
    private readonly PreprocessingConfig _config;
    private readonly List<(int First, short[] Weights)> _bands;
    private readonly short[] _dct;

    /// <exception cref="FrontEndException">The options contradict each other or leave the device's limits.</exception>
    public FrontEndBuilder(FrontEndOptions options)
    {
        _options = options;
        _config = options.ToConfig();
        CheckOptions();
        _bands = [.. Triangles(options).Select(ToSparse)];
        _dct = [.. DctTable.Orthonormal(options.Coefficients, options.Bands).SelectMany(row => row).Select(ToQ15)];
    }

    /// <summary>Indices of bands that contain no FFT bin at all and will always read the floor.</summary>
    public IReadOnlyList<int> EmptyBands => [.. Enumerable.Range(0, _bands.Count).Where(b => _bands[b].Weights.Length == 0)];

    /// <summary>A front end to take statistics with: every log2 unit is four int8 steps around 16.</summary>
    public byte[] BuildForStatistics() => Build(FeatureQuantization.Uniform(_options.FeaturesPerFrame, 16, 4, 0));

    /// <summary>The section, byte for byte as in SPEC.md.</summary>
    /// <exception cref="FrontEndException">The quantiser does not fit the options.</exception>
    public byte[] Build(FeatureQuantization quantization)
    {
        CheckQuantization(quantization);
        int weightCount = _bands.Sum(b => b.Weights.Length);
        byte[] section = new byte[FrontEndSection.HeaderBytes + (6 * _options.FeaturesPerFrame) + (4 * _bands.Count) + (2 * weightCount) + (2 * _dct.Length)];
        WriteHeader(section, quantization, weightCount);
        int at = FrontEndSection.HeaderBytes;
        foreach (int offset in quantization.OffsetsQ12)
        {
            BinaryPrimitives.WriteInt32LittleEndian(section.AsSpan(at), offset);
            at += 4;
        }

        at = WriteInt16s(section, at, _bands.SelectMany(b => new[] { (short)b.First, (short)b.Weights.Length }));
        at = WriteInt16s(section, at, _bands.SelectMany(b => b.Weights));
        at = WriteInt16s(section, at, _dct);
        WriteInt16s(section, at, quantization.Multipliers);
        return section;
    }

    internal static double[][] Triangles(FrontEndOptions options) => BandTable.Triangles(
        options.Scale, options.Bands, options.EffectiveFftLength, options.SampleRate, options.LowHz, options.EffectiveHighHz);

    private void WriteHeader(byte[] section, FeatureQuantization quantization, int weightCount)
    {
        LittleEndian.WriteInt16(section, 0, FrontEndSection.FrontEndVersion);
        LittleEndian.WriteInt16(section, 2, _config.SubtractMean ? FrontEndSection.FlagSubtractMean : 0);
        LittleEndian.WriteInt32(section, 4, section.Length);
        LittleEndian.WriteInt32(section, 8, _config.SampleRate);
        LittleEndian.WriteInt32(section, 12, _config.FixedPointScale);
        LittleEndian.WriteInt16(section, 16, _config.BufferSize);
        LittleEndian.WriteInt16(section, 18, _config.WindowSize);
        LittleEndian.WriteInt16(section, 20, _config.HopLength);
        LittleEndian.WriteInt16(section, 22, _config.FftLength);
        section[24] = (byte)_config.Axes;
        section[25] = (byte)_config.Window;
        section[26] = (byte)_config.Bands;
        section[27] = (byte)_config.Coefficients;
        LittleEndian.WriteInt16(section, 28, _config.Frames);
        section[30] = (byte)quantization.Shift;
        section[31] = (byte)quantization.ZeroPoint;
        LittleEndian.WriteInt32(section, 32, _config.LogFloorQ12);
        LittleEndian.WriteInt16(section, 36, weightCount);
    }

    private static int WriteInt16s(byte[] section, int at, IEnumerable<short> values)
    {
        foreach (short value in values)
        {
            BinaryPrimitives.WriteInt16LittleEndian(section.AsSpan(at), value);
            at += 2;
        }

        return at;
    }

    private static (int First, short[] Weights) ToSparse(double[] weights)
    {
        short[] rounded = [.. weights.Select(w => (short)Math.Round(w * 16384))];
        int first = Array.FindIndex(rounded, w => w != 0);
        return first < 0 ? (0, []) : (first, rounded[first..(Array.FindLastIndex(rounded, w => w != 0) + 1)]);
    }

    private static short ToQ15(double value) => (short)Math.Clamp(Math.Round(value * 32768), short.MinValue, short.MaxValue);

    private void CheckOptions()
    {
        ResultCode result = _config.Validate();
        if (result == ResultCode.UnsupportedFftLength)
        {
            throw new FrontEndException(
                "The front end cannot be built.", $"The FFT has {_config.FftLength} points.", "Use a window of at most 512 samples and an FFT of 64, 128, 256 or 512.", result);
        }

        if (result != ResultCode.Ok)
        {
            throw new FrontEndException(
                "The front end cannot be built.", $"A setting is outside the device's limits: {_options}.", "Compare it with the limits in SPEC.md, section Front end.", result);
        }

        double nyquist = _options.SampleRate / 2.0;
        if (!(_options.LowHz >= 0 && _options.LowHz < _options.EffectiveHighHz && _options.EffectiveHighHz <= nyquist))
        {
            throw new FrontEndException(
                "The front end cannot be built.",
                $"Its bands run from {_options.LowHz} to {_options.EffectiveHighHz} Hz.",
                $"Keep 0 <= lowHz < highHz <= {nyquist} Hz, half the sample rate.");
        }
    }

    private void CheckQuantization(FeatureQuantization quantization)
    {
        int features = _options.FeaturesPerFrame;
        bool isValid = quantization.OffsetsQ12.Length == features && quantization.Multipliers.Length == features
            && quantization.Shift is >= 1 and <= 31 && quantization.ZeroPoint is >= sbyte.MinValue and <= sbyte.MaxValue
            && quantization.OffsetsQ12.All(o => Math.Abs((long)o) <= 1 << 24) && quantization.Multipliers.All(m => m >= 0);
        if (!isValid)
        {
            throw new FrontEndException(
                "The front end cannot be built.",
                $"The quantiser does not fit {features} features a frame.",
                "Take its statistics with the front end that it is for.");
        }
    }
}
