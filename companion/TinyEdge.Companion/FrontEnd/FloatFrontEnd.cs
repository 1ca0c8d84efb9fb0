using System.Numerics;

namespace TinyEdge.Companion.FrontEnd;

/// <summary>
/// The front end in double precision: what the fixed-point chain approximates, before quantisation. Per window of one axis:
/// <code>
/// d[n] = x[n] - mean(x)                                 (option)
/// e[n] = d[n] - c d[n-1], d[-1] = d[0]                   (option, not on the device)
/// X[k] = sum_n w[n] e[n] exp(-2 pi j k n / N)            zero padded to N, unscaled
/// E[b] = sum_k W[b][k] |X[k]|^2                          triangles of peak 1
/// L[b] = log2(max(E[b], floor))                          or ln
/// C[i] = sum_b D[i][b] L[b]                              (option) orthonormal DCT-II, then the lifter
/// </code>
/// Units: x in counts on the device, so L is log2 of counts squared. Frames start every hop and only whole windows count
/// (Kaldi's snip-edges); there is no dither.
/// </summary>
public sealed class FloatFrontEnd
{
    private readonly FloatFrontEndOptions _options;
    private readonly double[] _window;
    private readonly double[][] _bands;
    private readonly double[][] _dct;

    public FloatFrontEnd(FloatFrontEndOptions options)
    {
        _options = options;
        _window = [.. Enumerable.Range(0, options.WindowSize).Select(n => WindowAt(options.Window, n, options.WindowSize))];
        _bands = BandTable.Triangles(options.Scale, options.Bands, options.FftLength, options.SampleRate, options.LowHz, options.HighHz);
        _dct = DctTable.Orthonormal(options.Coefficients, options.Bands);
    }

    /// <summary>One row of features for every whole window.</summary>
    public double[][] Frames(ReadOnlySpan<double> signal)
    {
        int count = signal.Length < _options.WindowSize ? 0 : 1 + ((signal.Length - _options.WindowSize) / _options.HopLength);
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++)
        {
            rows[i] = Compute(signal.Slice(i * _options.HopLength, _options.WindowSize));
        }

        return rows;
    }

    /// <summary>The features of one window.</summary>
    public double[] Compute(ReadOnlySpan<double> samples)
    {
        double[] spectrum = Spectrum(Condition(samples));
        double[] energies = new double[_bands.Length];
        for (int band = 0; band < energies.Length; band++)
        {
            double energy = 0;
            for (int bin = 0; bin < spectrum.Length; bin++)
            {
                energy += _bands[band][bin] * spectrum[bin];
            }

            energies[band] = _options.UseLog ? Logarithm(Math.Max(energy, _options.EnergyFloor)) : energy;
        }

        return _options.Coefficients > 0 ? Cepstrum(energies) : energies;
    }

    private double[] Condition(ReadOnlySpan<double> samples)
    {
        double[] x = samples.ToArray();
        double mean = _options.SubtractMean ? x.Average() : 0;
        for (int n = 0; n < x.Length; n++)
        {
            x[n] -= mean;
        }

        for (int n = x.Length - 1; n >= 0; n--)
        {
            x[n] = _window[n] * (x[n] - (_options.PreEmphasis * x[Math.Max(0, n - 1)]));
        }

        return x;
    }

    private double[] Spectrum(double[] windowed)
    {
        Complex[] bins = new Complex[_options.FftLength];
        for (int n = 0; n < windowed.Length; n++)
        {
            bins[n] = windowed[n];
        }

        Transform(bins);
        return [.. bins.Take((bins.Length / 2) + 1).Select(b => _options.UsePower ? (b.Real * b.Real) + (b.Imaginary * b.Imaginary) : b.Magnitude)];
    }

    private double[] Cepstrum(double[] logs)
    {
        double[] coefficients = new double[_dct.Length];
        for (int i = 0; i < coefficients.Length; i++)
        {
            double lift = _options.Lifter > 0 ? 1 + (_options.Lifter / 2 * Math.Sin(Math.PI * i / _options.Lifter)) : 1;
            coefficients[i] = lift * _dct[i].Zip(logs, (d, l) => d * l).Sum();
        }

        return coefficients;
    }

    private double Logarithm(double value) => _options.NaturalLog ? Math.Log(value) : Math.Log2(value);

    private static double WindowAt(FloatWindow window, int n, int length)
    {
        double periodic = Math.Cos(2 * Math.PI * n / length);
        double symmetric = Math.Cos(2 * Math.PI * n / (length - 1));
        return window switch
        {
            FloatWindow.HannPeriodic => 0.5 - (0.5 * periodic),
            FloatWindow.HammingPeriodic => 0.54 - (0.46 * periodic),
            FloatWindow.HannSymmetric => 0.5 - (0.5 * symmetric),
            FloatWindow.HammingSymmetric => 0.54 - (0.46 * symmetric),
            FloatWindow.Povey => Math.Pow(0.5 - (0.5 * symmetric), 0.85),
            _ => 1,
        };
    }

    /// <summary>Recursive decimation in time: short, and nothing like the device's code.</summary>
    private static void Transform(Complex[] x)
    {
        if (x.Length == 1)
        {
            return;
        }

        Complex[] even = [.. x.Where((_, n) => n % 2 == 0)];
        Complex[] odd = [.. x.Where((_, n) => n % 2 == 1)];
        Transform(even);
        Transform(odd);
        for (int k = 0; k < even.Length; k++)
        {
            Complex turned = Complex.FromPolarCoordinates(1, -2 * Math.PI * k / x.Length) * odd[k];
            x[k] = even[k] + turned;
            x[k + even.Length] = even[k] - turned;
        }
    }
}
