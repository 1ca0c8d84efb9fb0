namespace TinyEdge.Companion.FrontEnd;

/// <summary>The orthonormal DCT-II matrix (coefficients)(bands).</summary>
public static class DctTable
{
    public static double[][] Orthonormal(int coefficients, int bands)
    {
        double[][] matrix = new double[coefficients][];
        for (int k = 0; k < coefficients; k++)
        {
            double scale = Math.Sqrt((k == 0 ? 1.0 : 2.0) / bands);
            matrix[k] = new double[bands];
            for (int band = 0; band < bands; band++)
            {
                matrix[k][band] = scale * Math.Cos(Math.PI * k * (band + 0.5) / bands);
            }
        }

        return matrix;
    }
}
