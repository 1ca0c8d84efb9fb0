using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>A vector of length 1, no direction more likely than another.</summary>
internal static class RandomDirection
{
    public static double[] Of(int axes, TrainingRandom random)
    {
        double[] vector = new double[axes];
        double squares = 0;
        while (squares < 1e-6)
        {
            squares = 0;
            for (int axis = 0; axis < axes; axis++)
            {
                vector[axis] = random.NextNormal();
                squares += vector[axis] * vector[axis];
            }
        }

        double length = Math.Sqrt(squares);
        for (int axis = 0; axis < axes; axis++)
        {
            vector[axis] /= length;
        }

        return vector;
    }
}
