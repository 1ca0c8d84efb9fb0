namespace TinyEdge.Companion.Training;

/// <summary>What can be wrong with a set of samples.</summary>
internal static class TrainingSamples
{
    /// <param name="classes">Classes that must be there; 0: the network does not classify.</param>
    /// <param name="isTraining">Whether the set must not be empty and must hold every class.</param>
    public static void Check(IReadOnlyList<TrainingSample> samples, FloatNetwork network, int classes, bool isTraining)
    {
        if (samples.Count == 0 && isTraining)
        {
            throw new TrainingException("There is nothing to train on.", "A set of samples is empty.", "Record more, or move the split.");
        }

        int missing = isTraining ? Enumerable.Range(0, classes).FirstOrDefault(k => samples.All(s => s.Class != k), -1) : -1;
        if (missing >= 0 || samples.Any(s => classes > 0 && (s.Class < 0 || s.Class >= classes)))
        {
            throw new TrainingException("The classes do not fit the samples.", missing >= 0 ? $"Class {missing} has no sample." : $"A sample's class is outside 0..{classes - 1}.", "Record every class, or train without it.");
        }

        int length = network.Input.Length;
        if (samples.Any(s => s.Features.Length != length || !s.Features.All(float.IsFinite)))
        {
            throw new TrainingException("The features cannot be used.", $"A sample has not the {length} features of the network's input, or a feature is not a number.", "Make all of them with one front end.");
        }

        if (classes == 0 && network.Output.Length != length)
        {
            throw new TrainingException("The network cannot be trained.", $"Without a softmax or sigmoid it learns its own input, but has {network.Output.Length} outputs for {length} inputs.", "Add a head, or as many outputs as inputs.");
        }

        if (samples.Any(s => !(s.Weight >= 0) || !float.IsFinite(s.Weight)) || (samples.Count > 0 && samples.All(s => s.Weight == 0)))
        {
            throw new TrainingException("The weights of the samples cannot be used.", "One is negative or not a number, or all are 0.", "Correct the weights of the recipe.");
        }
    }
}
