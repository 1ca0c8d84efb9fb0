namespace TinyEdge.Companion.Training;

/// <summary>How <see cref="DenseTrainer"/> trains.</summary>
public sealed record TrainerOptions
{
    /// <summary>Units of the hidden layers, first to last.</summary>
    public IReadOnlyList<int> HiddenUnits { get; init; } = [24];

    /// <summary>The learning rate falls linearly to 0 over this many passes.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Passes without a better validation loss before training ends.</summary>
    public int PatienceEpochs { get; init; } = 8;

    public int BatchSize { get; init; } = 32;

    public double LearningRate { get; init; } = 0.002;

    /// <summary>Decoupled weight decay per step, as a fraction of the learning rate (AdamW, Loshchilov and Hutter 2019).</summary>
    public double WeightDecay { get; init; } = 0.001;

    /// <summary>Share of hidden units silenced at each step.</summary>
    public double Dropout { get; init; } = 0.1;

    public int Seed { get; init; } = 1;
}
