using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Components;

namespace TinyEdge.Companion.Augmentation;

/// <summary>What training recordings are changed into: so many copies of each, every step of the plan in turn. JSON-able, for recipes.</summary>
/// <param name="Copies">Changed copies of each recording, beside itself; 0 to 100.</param>
/// <param name="Steps">In the order of what happens on the way from the machine to the numbers.</param>
public sealed record AugmentationPlan(int Copies, IReadOnlyList<AugmentationStep> Steps)
{
    public const int MaxCopies = 100;
    public const string Example = """{ "copies": 4, "steps": [ { "effect": "rotation", "from": 0, "to": 0.4 }, { "effect": "noise-recorded", "from": 0.2, "to": 0.6, "probability": 0.5, "noiseLabel": "off" } ] }""";

    public static AugmentationPlan None { get; } = new(0, []);

    /// <exception cref="TinyEdgeException">Not such a file, or something in it that <see cref="Require"/> refuses.</exception>
    public static AugmentationPlan Load(string path) => ComponentJson.Read<AugmentationPlan>(path, Example).Require(path);

    public void Save(string path) => ComponentJson.Write(path, this);

    /// <param name="origin">The file it stands in, for the message.</param>
    /// <returns>Itself.</returns>
    /// <exception cref="TinyEdgeException">An unknown effect, or a number out of its range.</exception>
    public AugmentationPlan Require(string origin)
    {
        if (Copies is < 0 or > MaxCopies)
        {
            throw Wrong(origin, $"It asks for {Copies} copies.", $"Ask for 0 to {MaxCopies}.");
        }

        foreach (AugmentationStep step in Steps)
        {
            Require(step, origin);
        }

        return this;
    }

    private static void Require(AugmentationStep step, string origin)
    {
        string[] known = [.. AugmentationEffects.All.Select(e => e.Name), RecordedNoise.EffectName];
        if (!known.Contains(step.Effect))
        {
            throw Wrong(origin, $"There is no effect '{step.Effect}'.", $"Did you mean '{NearestName.Of(step.Effect, known)}'? There are {string.Join(", ", known)}.");
        }

        if (!(step.From >= 0 && step.From <= step.To && step.To <= 1 && step.Probability >= 0 && step.Probability <= 1))
        {
            throw Wrong(origin, FormattableString.Invariant($"Effect '{step.Effect}' goes from {step.From} to {step.To} with probability {step.Probability}."), "Severities go from a smaller to a larger number within 0 to 1, probabilities are 0 to 1.");
        }

        if ((step.Effect == RecordedNoise.EffectName) != (step.NoiseLabel is not null))
        {
            throw Wrong(origin, $"Effect '{step.Effect}' {(step.NoiseLabel is null ? "lacks" : "does not take")} a noiseLabel.", $"Only {RecordedNoise.EffectName} takes one, and must: the class whose recordings are the noise.");
        }
    }

    private static TinyEdgeException Wrong(string origin, string why, string remedy) => new(ExitCode.BadInput, $"{origin} is no usable augmentation.", why, remedy);
}
