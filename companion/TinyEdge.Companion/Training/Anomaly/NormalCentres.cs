namespace TinyEdge.Companion.Training.Anomaly;

/// <summary>Centres of normal recordings (k-means: Lloyd 1982, seeded as Arthur and Vassilvitskii 2007) and how recordings spread around theirs.</summary>
internal sealed class NormalCentres
{
    private const int MostRounds = 100;

    private NormalCentres(double[][] centres, int[] nearest)
    {
        Centres = centres;
        Nearest = nearest;
    }

    /// <summary>(centres)(features).</summary>
    public double[][] Centres { get; }

    /// <summary>Of each point.</summary>
    public int[] Nearest { get; private set; }

    public static NormalCentres Of(IReadOnlyList<double[]> points, int count, TrainingRandom random)
    {
        NormalCentres found = new(Seeds(points, Math.Min(count, points.Count), random), []);
        for (int round = 0; round < MostRounds; round++)
        {
            int[] nearest = [.. points.Select(p => found.NearestOf(p))];
            if (nearest.SequenceEqual(found.Nearest))
            {
                break;
            }

            found.Nearest = nearest;
            found.MoveToMeans(points);
        }

        return found;
    }

    /// <summary>(features)(features) covariance of the points around their centre.</summary>
    public double[][] Spread(IReadOnlyList<double[]> points)
    {
        int features = points[0].Length;
        double[][] sums = [.. Enumerable.Range(0, features).Select(_ => new double[features])];
        for (int p = 0; p < points.Count; p++)
        {
            double[] centre = Centres[Nearest[p]];
            double[] point = points[p];
            for (int i = 0; i < features; i++)
            {
                double away = (point[i] - centre[i]) / points.Count;
                for (int j = 0; j < features; j++)
                {
                    sums[i][j] += away * (point[j] - centre[j]);
                }
            }
        }

        return sums;
    }

    private static double[][] Seeds(IReadOnlyList<double[]> points, int count, TrainingRandom random)
    {
        List<double[]> seeds = [[.. points[random.NextIndex(points.Count)]]];
        while (seeds.Count < count)
        {
            double[] squares = [.. points.Select(p => seeds.Min(s => Square(p, s)))];
            double at = random.NextUnit() * squares.Sum();
            int chosen = 0;
            while (chosen < squares.Length - 1 && (at -= squares[chosen]) > 0)
            {
                chosen++;
            }

            seeds.Add([.. points[chosen]]);
        }

        return [.. seeds];
    }

    private int NearestOf(double[] point)
    {
        double[] squares = [.. Centres.Select(c => Square(point, c))];
        return Array.IndexOf(squares, squares.Min());
    }

    private void MoveToMeans(IReadOnlyList<double[]> points)
    {
        for (int c = 0; c < Centres.Length; c++)
        {
            double[][] own = [.. points.Where((_, p) => Nearest[p] == c)];
            for (int i = 0; i < Centres[c].Length && own.Length > 0; i++)
            {
                Centres[c][i] = own.Average(p => p[i]);
            }
        }
    }

    private static double Square(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }
}
