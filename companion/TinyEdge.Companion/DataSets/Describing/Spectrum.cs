using System.Numerics;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets.Describing;

/// <summary>
/// Mean power spectral density of recordings, summed over their axes, without the mean of each segment: Welch's method (1967) with Hann
/// windows that overlap by half. For pictures and statistics; nothing is trained on it.
/// </summary>
internal sealed class Spectrum
{
    private const int MaxPoints = 1024;
    private const int MinPoints = 8;

    private readonly int _points;
    private readonly int _sampleRateHz;
    private readonly double[] _window;
    private readonly Complex[] _buffer;
    private readonly double[] _power;
    private long _segments;

    /// <param name="shortestSamples">Samples per axis of the shortest recording that will be added.</param>
    public Spectrum(int sampleRateHz, int shortestSamples)
    {
        _sampleRateHz = sampleRateHz;
        _points = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(shortestSamples, MinPoints, MaxPoints) + 1) / 2;
        _window = [.. Enumerable.Range(0, _points).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / _points)))];
        _buffer = new Complex[_points];
        _power = new double[(_points / 2) + 1];
    }

    public void Add(Recording recording)
    {
        for (int start = 0; start + _points <= recording.SampleCount; start += _points / 2)
        {
            for (int axis = 0; axis < recording.Axes; axis++)
            {
                AddSegment(recording, start, axis);
            }

            _segments++;
        }
    }

    /// <summary>(points / 2 + 1) unit squared per hertz, from 0 Hz to half the rate.</summary>
    public double[] Density()
    {
        double scale = 2.0 / (_sampleRateHz * _window.Sum(w => w * w) * Math.Max(_segments, 1));
        return [.. _power.Select(p => p * scale)];
    }

    /// <summary>Hertz of each value of <see cref="Density"/>.</summary>
    public double[] Frequencies() => [.. Enumerable.Range(0, _power.Length).Select(i => (double)i * _sampleRateHz / _points)];

    private void AddSegment(Recording recording, int start, int axis)
    {
        double mean = 0;
        for (int i = 0; i < _points; i++)
        {
            mean += recording.Values[((start + i) * recording.Axes) + axis] / (double)_points;
        }

        for (int i = 0; i < _points; i++)
        {
            _buffer[i] = (recording.Values[((start + i) * recording.Axes) + axis] - mean) * _window[i];
        }

        Transform(_buffer);
        for (int i = 0; i < _power.Length; i++)
        {
            _power[i] += (_buffer[i].Real * _buffer[i].Real) + (_buffer[i].Imaginary * _buffer[i].Imaginary);
        }
    }

    // Radix 2, decimation in time (Cooley and Tukey 1965).
    private static void Transform(Complex[] data)
    {
        for (int i = 1, j = 0; i < data.Length; i++)
        {
            int bit = data.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (data[i], data[j]) = (data[j], data[i]);
            }
        }

        for (int size = 2; size <= data.Length; size <<= 1)
        {
            Complex step = Complex.FromPolarCoordinates(1, -2 * Math.PI / size);
            for (int start = 0; start < data.Length; start += size)
            {
                Complex twiddle = Complex.One;
                for (int k = start; k < start + (size / 2); k++)
                {
                    Complex odd = data[k + (size / 2)] * twiddle;
                    (data[k], data[k + (size / 2)]) = (data[k] + odd, data[k] - odd);
                    twiddle *= step;
                }
            }
        }
    }
}
