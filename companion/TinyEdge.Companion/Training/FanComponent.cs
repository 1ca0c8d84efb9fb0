using TinyEdge.Companion.Models;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Training;

/// <summary>Model components of the fan from a quantised network and its front end.</summary>
internal static class FanComponent
{
    /// <param name="network">INT8, tells <paramref name="learnt"/> apart.</param>
    /// <param name="answers">What the component's outputs say: as learnt, or its speeds summed.</param>
    public static byte[] Write(NetworkModel network, byte[] section, FanTarget learnt, FanTarget answers)
    {
        if (learnt != answers && answers != FanTarget.State)
        {
            throw new TrainingException("The model cannot be written.", $"A network that learnt {learnt} does not know {answers}.", "Let it learn what it is to answer.");
        }

        NetworkModel written = learnt == answers ? network : SumSpeeds(network, learnt);
        return ModelWriter.Write(written, [.. FanClasses.Labels(answers)], section);
    }

    // Probabilities of one state at all speeds add up: weights 0 and 1 with scale 1, and the scale of the softmax kept, lose nothing.
    private static NetworkModel SumSpeeds(NetworkModel network, FanTarget learnt)
    {
        NetworkModel sums = new(network.Input);
        foreach (LayerSpec layer in network.Layers)
        {
            sums.Add(layer);
        }

        int states = FanClasses.Labels(FanTarget.State).Count;
        int classes = network.Output.Channels;
        sbyte[] weights = new sbyte[states * classes];
        for (int k = 0; k < classes; k++)
        {
            weights[((int)FanClasses.StateOf(learnt, k) * classes) + k] = 1;
        }

        return sums.AddFullyConnected(
            TensorSpec.Vector("states", states, network.Output.Scale, network.Output.ZeroPoint), weights, new int[states], [.. Enumerable.Repeat(1f, states)]);
    }
}
