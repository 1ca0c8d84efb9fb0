namespace TinyEdge.Companion.Training;

/// <summary>How the learning rate changes over the passes.</summary>
public enum LearningRateSchedule
{
    /// <summary>Falls linearly to 0.</summary>
    Linear = 0,

    Constant = 1,

    /// <summary>Falls to 0 as the square of what is left.</summary>
    Quadratic = 2,
}

/// <summary>How <see cref="NetworkTrainer"/> trains.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training set; the learning rate is spread over this many.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Passes without a better validation loss before training ends; counted from the first quantised pass on, if there are any.</summary>
    public int PatienceEpochs { get; init; } = 8;

    public int BatchSize { get; init; } = 32;

    public double LearningRate { get; init; } = 0.002;

    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Linear;

    /// <summary>Passes over which the learning rate rises from 0, before the schedule has its say.</summary>
    public int WarmupEpochs { get; init; }

    /// <summary>Decoupled weight decay per step, as a fraction of the learning rate (AdamW, Loshchilov and Hutter 2019).</summary>
    public double WeightDecay { get; init; } = 0.001;

    /// <summary>Share of the outputs of ReLU layers silenced at each step.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Share of a classifier's target spread over all classes (Szegedy et al. 2016).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>One a class, multiplied with the samples' own; empty: all 1.</summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>Share of the passes after which weights and activations are quantised in the loop, 0..1; 1: never, quantised after training.</summary>
    public double QuantizeAfter { get; init; } = 0.5;

    /// <summary>Learning rate of the ranges' logarithms, as a multiple of that of the weights.</summary>
    public double RangeLearningRate { get; init; } = 1;

    /// <summary>
    /// Parts into which each batch is cut. The sums of the parts are added in their order, so the result depends on this number and not on
    /// how many processors work on them.
    /// </summary>
    public int Shards { get; init; } = 4;

    public int Seed { get; init; } = 1;

    /// <summary>The first pass that is quantised; <see cref="Epochs"/> when none is.</summary>
    internal int FirstQuantizedEpoch => (int)Math.Ceiling(QuantizeAfter * Epochs);

    /// <exception cref="TrainingException">A number is out of its range.</exception>
    internal void Check()
    {
        Require(Epochs is > 0 and <= 100_000 && PatienceEpochs > 0 && BatchSize > 0 && WarmupEpochs >= 0, "Epochs, patience and batch size are 1 or more.");
        Require(LearningRate is > 0 and < 10 && RangeLearningRate is >= 0 and <= 1000 && WeightDecay is >= 0 and < 1, "The learning rate is above 0, its factor for ranges 0..1000, weight decay 0..1.");
        Require(Dropout is >= 0 and < 1 && LabelSmoothing is >= 0 and < 1 && QuantizeAfter is >= 0 and <= 1, "Dropout and label smoothing are shares below 1, quantizeAfter is at most 1.");
        Require(Shards is >= 1 and <= 64 && ClassWeights.All(w => w is >= 0 and < 1e6), "Shards are 1..64, class weights 0 or more.");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new TrainingException("The training options cannot be used.", rule, "Correct the trainer section of the recipe.");
        }
    }
}
