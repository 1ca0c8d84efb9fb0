namespace TinyEdge.Companion.FrontEnd;

/// <summary>Triangular band weights over the bins of a real FFT, in double precision.</summary>
public static class BandTable
{
    private const double SlaneyStepHz = 200.0 / 3;
    private const double SlaneyBreakHz = 1000;
    private const double SlaneyBreakMel = SlaneyBreakHz / SlaneyStepHz;
    private static readonly double s_slaneyLogStep = Math.Log(6.4) / 27;

    /// <summary>Weights (bands)(N/2 + 1), each 0..1. A band narrower than a bin may come out empty.</summary>
    public static double[][] Triangles(BandScale scale, int bands, int fftLength, double sampleRate, double lowHz, double highHz)
    {
        double low = ToScale(scale, lowHz);
        double step = (ToScale(scale, highHz) - low) / (bands + 1);
        double[][] weights = new double[bands][];
        for (int band = 0; band < bands; band++)
        {
            double left = low + (band * step);
            weights[band] = scale == BandScale.Slaney
                ? Triangle(FromSlaney(left), FromSlaney(left + step), FromSlaney(left + (2 * step)), fftLength, sampleRate, f => f)
                : Triangle(left, left + step, left + (2 * step), fftLength, sampleRate, f => ToScale(scale, f));
        }

        return weights;
    }

    private static double[] Triangle(double left, double centre, double right, int fftLength, double sampleRate, Func<double, double> warp)
    {
        double[] weights = new double[(fftLength / 2) + 1];
        for (int bin = 0; bin < weights.Length; bin++)
        {
            double at = warp(bin * sampleRate / fftLength);
            weights[bin] = Math.Max(0, Math.Min((at - left) / (centre - left), (right - at) / (right - centre)));
        }

        return weights;
    }

    private static double ToScale(BandScale scale, double hz) => scale switch
    {
        BandScale.Kaldi => 1127 * Math.Log(1 + (hz / 700)),
        BandScale.Slaney when hz >= SlaneyBreakHz => SlaneyBreakMel + (Math.Log(hz / SlaneyBreakHz) / s_slaneyLogStep),
        BandScale.Slaney => hz / SlaneyStepHz,
        _ => hz,
    };

    private static double FromSlaney(double mel) => mel >= SlaneyBreakMel
        ? SlaneyBreakHz * Math.Exp(s_slaneyLogStep * (mel - SlaneyBreakMel))
        : mel * SlaneyStepHz;
}
