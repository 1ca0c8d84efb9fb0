using TinyEdge.Runtime.Memory;

namespace TinyEdge.CostProfiler.Footprint;

/// <summary>An application assembly that a bundle carries: on the device its image stays in the heap, with tables beside it.</summary>
/// <param name="FileBytes">Length of the device's file.</param>
/// <param name="IsEstimated">True when it is still the desktop's assembly and the file is what the device's would be.</param>
public sealed record AppImage(int FileBytes, int TableBytes, bool IsEstimated)
{
    // Of a device file nothing else is read here; this is what the loader took for the sample application. Measured on the interpreter.
    private const int LoaderBytes = 432;

    private static ReadOnlySpan<byte> DeviceFileMark => "NFMRK"u8;

    public int HeapBytes => DeviceLayout.ArrayBytes(FileBytes, 1) + TableBytes;

    /// <param name="image">A .pe of the device, or the desktop's .dll that it would be made of.</param>
    /// <exception cref="BadImageFormatException">It is neither.</exception>
    public static AppImage Of(byte[] image)
    {
        if (image.AsSpan().StartsWith(DeviceFileMark))
        {
            return new AppImage(image.Length, LoaderBytes, IsEstimated: false);
        }

        AssemblyFootprint footprint = AssemblyMeter.Measure(image);
        return new AppImage(footprint.FileBytes, Math.Max(LoaderBytes, footprint.HeapBytes), IsEstimated: true);
    }
}
