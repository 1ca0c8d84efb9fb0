namespace TinyEdge.Companion.Training.Anomaly;

/// <summary>
/// Eigenvalues and vectors of a symmetric matrix by Jacobi's cyclic rotations (Golub and Van Loan, Matrix Computations, 8.5): additions,
/// multiplications, divisions and square roots in a fixed order, so the same bits on every machine.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60;
    private const double Tolerance = 1e-24;

    /// <param name="matrix">(n)(n), symmetric; destroyed.</param>
    /// <returns>Ascending by value; vectors have length 1.</returns>
    public static (double Value, double[] Vector)[] Of(double[][] matrix)
    {
        int n = matrix.Length;
        double[][] vectors = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => i == j ? 1.0 : 0.0).ToArray())];
        double scale = matrix.Sum(row => row.Sum(v => v * v));
        for (int sweep = 0; sweep < MostSweeps && OffDiagonal(matrix) > Tolerance * scale; sweep++)
        {
            for (int p = 0; p < n - 1; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    Rotate(matrix, vectors, p, q);
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => (Value: matrix[i][i], Vector: vectors[i])).OrderBy(e => e.Value)];
    }

    private static double OffDiagonal(double[][] matrix)
    {
        double sum = 0;
        for (int i = 0; i < matrix.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                sum += 2 * matrix[i][j] * matrix[i][j];
            }
        }

        return sum;
    }

    // vectors holds them row by row.
    private static void Rotate(double[][] matrix, double[][] vectors, int p, int q)
    {
        if (matrix[p][q] == 0)
        {
            return;
        }

        double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1);
        double s = t * c;
        for (int k = 0; k < matrix.Length; k++)
        {
            (matrix[k][p], matrix[k][q]) = ((c * matrix[k][p]) - (s * matrix[k][q]), (s * matrix[k][p]) + (c * matrix[k][q]));
        }

        for (int k = 0; k < matrix.Length; k++)
        {
            (matrix[p][k], matrix[q][k]) = ((c * matrix[p][k]) - (s * matrix[q][k]), (s * matrix[p][k]) + (c * matrix[q][k]));
            (vectors[p][k], vectors[q][k]) = ((c * vectors[p][k]) - (s * vectors[q][k]), (s * vectors[p][k]) + (c * vectors[q][k]));
        }
    }
}
