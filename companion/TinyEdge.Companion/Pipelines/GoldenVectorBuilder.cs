using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Pipelines;

/// <summary>
/// Makes the golden vectors component: plays windows of samples through the device's own code on the desktop and writes down
/// what came out. The device must reproduce it bit for bit before it trusts an update.
/// </summary>
public static class GoldenVectorBuilder
{
    /// <param name="parts">Model, thresholds and calibration that will travel together; golden vectors in it are ignored.</param>
    /// <param name="windows">Each interleaved x, y, z in counts, all of one length, long enough to fill the network's frames.</param>
    public static byte[] Build(PipelineParts parts, IReadOnlyList<short[]> windows, string origin)
    {
        InferenceRuntime runtime = (parts with { GoldenVectors = null }).Prepare(out _, origin);
        int outputs = runtime.Network.OutputLength;
        int samples = windows.Count > 0 ? windows[0].Length / 3 : 0;
        if (windows.Count is < 1 or > GoldenVectorReader.MaxVectors || samples is < 1 or > GoldenVectorReader.MaxSamples
            || windows.Any(window => window.Length != samples * 3) || outputs > GoldenVectorReader.MaxOutputs)
        {
            throw new ArgumentException("1 to 16 windows of equal length, at most 4096 samples of x, y, z each.", nameof(windows));
        }

        int vectorBytes = GoldenVectorReader.VectorBytes(samples, outputs);
        byte[] bytes = new byte[GoldenVectorReader.HeaderBytes + (windows.Count * vectorBytes)];
        LittleEndian.WriteInt32(bytes, 0, unchecked((int)GoldenVectorReader.Magic));
        LittleEndian.WriteInt16(bytes, 4, GoldenVectorReader.Format);
        bytes[6] = (byte)windows.Count;
        bytes[7] = (byte)outputs;
        LittleEndian.WriteInt16(bytes, 8, samples);

        int position = GoldenVectorReader.HeaderBytes;
        foreach (short[] window in windows)
        {
            Write(runtime, window, bytes.AsSpan(position, vectorBytes), origin);
            position += vectorBytes;
        }

        return bytes;
    }

    private static void Write(InferenceRuntime runtime, short[] window, Span<byte> vector, string origin)
    {
        runtime.Reset();
        bool ready = false;
        short[] piece = new short[3 * GoldenVectorReader.SamplesPerRead];
        for (int first = 0; first < window.Length; first += piece.Length)
        {
            int count = Math.Min(piece.Length, window.Length - first);
            window.AsSpan(first, count).CopyTo(piece);
            runtime.Push(piece, count / 3);
            while (runtime.ExtractWindow())
            {
                ready |= runtime.IsReady;
            }
        }

        if (!ready)
        {
            throw new TinyEdgeException(
                ExitCode.BadInput,
                $"The golden windows for {origin} are too short.",
                $"{window.Length / 3} samples do not fill the frames that the network reads.",
                "Use longer windows.");
        }

        uint crc = runtime.FeatureCrc();
        runtime.RunInference();
        for (int i = 0; i < window.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt16LittleEndian(vector[(2 * i)..], window[i]);
        }

        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(vector[(2 * window.Length)..], crc);
        for (int i = 0; i < runtime.Network.OutputLength; i++)
        {
            vector[(2 * window.Length) + 4 + i] = unchecked((byte)runtime.Network.Arena[runtime.Network.OutputOffset + i]);
        }
    }
}
