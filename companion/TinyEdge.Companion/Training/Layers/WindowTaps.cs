using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training.Layers;

/// <summary>Which places of the input each place of the output sees.</summary>
internal sealed class WindowTaps
{
    /// <summary>A tap in the padding.</summary>
    public const int Outside = -1;

    private readonly int[] _taps;

    public WindowTaps(Window window, TensorShape input, int outputHeight, int outputWidth)
    {
        Count = window.KernelHeight * window.KernelWidth;
        Positions = outputHeight * outputWidth;
        _taps = new int[Positions * Count];
        int at = 0;
        for (int oy = 0; oy < outputHeight; oy++)
        {
            for (int ox = 0; ox < outputWidth; ox++)
            {
                for (int ky = 0; ky < window.KernelHeight; ky++)
                {
                    for (int kx = 0; kx < window.KernelWidth; kx++)
                    {
                        int y = (oy * window.StrideHeight) - window.PadTop + (ky * window.DilationHeight);
                        int x = (ox * window.StrideWidth) - window.PadLeft + (kx * window.DilationWidth);
                        _taps[at++] = y >= 0 && y < input.Height && x >= 0 && x < input.Width ? (y * input.Width) + x : Outside;
                    }
                }
            }
        }
    }

    /// <summary>Taps of a window.</summary>
    public int Count { get; }

    /// <summary>Places of the output.</summary>
    public int Positions { get; }

    /// <summary>(taps) places of the input, row by row, or <see cref="Outside"/>.</summary>
    public ReadOnlySpan<int> Of(int position) => _taps.AsSpan(position * Count, Count);
}
