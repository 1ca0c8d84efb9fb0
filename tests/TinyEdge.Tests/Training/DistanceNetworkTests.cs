using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Anomaly;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Tests.Training;

public class DistanceNetworkTests
{
    private static readonly TensorSpec s_input = new("features", 2, 1, 4, 1f / 32, 0);

    /// <summary>Two clouds of unit spread: in the middle of one the distance is small, between the two, and away in one axis, large; the device says the same.</summary>
    [Fact]
    public void Build_TwoClouds_MeasuresTheDistanceToTheNearer()
    {
        TrainingRandom random = new(3);
        float[][] normal = [.. Enumerable.Range(0, 400).Select(i => Point(i % 2 == 0 ? 1.5 : -1.5, 0.15, random))];
        FloatNetwork network = DistanceNetwork.Build(s_input, normal, new AnomalyOptions { Centres = 2, Directions = 4 }, random);

        double near = DistanceNetwork.Distance(network, Point(1.5, 0, random));
        double between = DistanceNetwork.Distance(network, Point(0, 0, random));
        double away = DistanceNetwork.Distance(network, [1.5f, 1.5f, 1.5f, 3f, 1.5f, 1.5f, 1.5f, 3f]);

        Assert.InRange(near, 0, 0.5);
        Assert.InRange(between, 4, 100);
        Assert.InRange(away, 2, 100);
    }

    [Fact]
    public void Build_OnTheDevice_RanksAsInFloat()
    {
        TrainingRandom random = new(4);
        float[][] normal = [.. Enumerable.Range(0, 300).Select(_ => Point(0, 0.2, random))];
        FloatNetwork network = DistanceNetwork.Build(s_input, normal, new AnomalyOptions { Centres = 1, Directions = 4 }, random);
        DistanceNetwork.Aim(network, 2, 1.5);
        NetworkRunner device = new(Int8Converter.Convert(network, s_input, RangeCalibration.Of(network, normal.Concat(normal.Select(p => p.Select(v => 3 * v).ToArray())))));

        int[] scores = [.. Enumerable.Range(0, 12).Select(i => device.Run([.. Enumerable.Repeat(0.1f * i, 8).Select(v => s_input.Quantize(v))])[0] + 128)];

        Assert.Equal(scores.Order(), scores);
        Assert.InRange(scores[0], 0, 40);
        Assert.InRange(scores[^1], 215, 255);
    }

    /// <summary>Eigenvalues of [[2, 1], [1, 2]] are 1 and 3.</summary>
    [Fact]
    public void SymmetricEigen_KnownMatrices_GivesTheirValuesAndVectors()
    {
        (double Value, double[] Vector)[] small = SymmetricEigen.Of([[2, 1], [1, 2]]);
        Assert.Equal([1.0, 3.0], small.Select(e => Math.Round(e.Value, 12)));

        TrainingRandom random = new(5);
        double[][] matrix = [.. Enumerable.Range(0, 12).Select(_ => new double[12])];
        for (int i = 0; i < 12; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                matrix[i][j] = matrix[j][i] = random.NextNormal();
            }
        }

        double[][] kept = [.. matrix.Select(row => (double[])row.Clone())];
        foreach ((double value, double[] vector) in SymmetricEigen.Of(matrix))
        {
            Assert.All(kept.Select((row, i) => row.Zip(vector, (a, b) => a * b).Sum() - (value * vector[i])), error => Assert.Equal(0, error, 9));
        }
    }

    private static float[] Point(double centre, double spread, TrainingRandom random)
    {
        float[] frame = [.. Enumerable.Range(0, 4).Select(_ => (float)(centre + (spread * random.NextNormal())))];
        return [.. frame, .. frame];
    }
}
