using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Pictures;
using TinyEdge.Companion;
using TinyEdge.Companion.Augmentation;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Cli.Evaluation;

/// <summary>The options of <c>evaluate --robustness</c>.</summary>
internal sealed class RobustnessOptions
{
    private const int MaxSteps = 20;

    private readonly Option<string[]> _effects = new("--effect") { Description = $"With --robustness: only this effect; may be repeated. There are {string.Join(", ", AugmentationEffects.All.Select(e => e.Name))}." };
    private readonly Option<int> _steps = new("--steps") { Description = $"With --robustness: steps of severity from 0 to 1, 1 to {MaxSteps}.", DefaultValueFactory = _ => 4 };
    private readonly Option<int> _seed = new("--seed") { Description = "With --robustness: seed of signs, directions and noise.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _noise = new("--noise-label") { Description = $"With --robustness: class whose training recordings are added as {RecordedNoise.EffectName}." };
    private readonly Option<string?> _picture = new("--picture") { Description = "With --robustness: draws accuracy against severity into this file (.png or .svg)." };

    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }
    }

    private Option[] All => [_effects, _steps, _seed, _noise, _picture];

    /// <exception cref="TinyEdgeException">One is given without --robustness, or out of its range.</exception>
    public void RequireUsed(CommandContext context, bool isSweep)
    {
        if (!isSweep && All.FirstOrDefault(option => context.Parsed.GetResult(option) is { Implicit: false }) is { } unused)
        {
            throw new TinyEdgeException(ExitCode.Usage, $"{unused.Name} does not apply.", "It belongs to --robustness.", $"Add --robustness, or leave {unused.Name} out.");
        }

        PictureFile.RequireKnownKind(context.Parsed.GetValue(_picture));
        if (context.Parsed.GetValue(_steps) is < 1 or > MaxSteps)
        {
            throw new TinyEdgeException(ExitCode.Usage, $"--steps is {context.Parsed.GetValue(_steps)}.", $"A sweep has 1 to {MaxSteps} steps.", "Give for example --steps 4.");
        }
    }

    public RobustnessSweep Open(CommandContext context, LoadedPipeline pipeline, DataSplit split)
    {
        string[] names = context.Parsed.GetValue(_effects) ?? [];
        List<IAugmentation> effects = [.. names.Length == 0 ? AugmentationEffects.All : names.Select(Find)];
        if (context.Parsed.GetValue(_noise) is string label)
        {
            Recording[] noise = [.. split.TrainAndTune.Recordings.Where(r => r.Label == label).Select(r => r.Signal)];
            effects.Add(noise.Length > 0
                ? new RecordedNoise(noise)
                : throw new TinyEdgeException(ExitCode.BadInput, $"There is no noise to add.", $"No training recording of {split.Set.Folder} has the label '{label}'.", $"Its labels are {string.Join(", ", split.Set.Labels)}."));
        }

        context.Console.Say($"judging {pipeline.Id} on {split.Verdict.Recordings.Count:N0} recordings, {effects.Count} effects in {context.Parsed.GetValue(_steps)} steps");
        return new RobustnessSweep(pipeline.OpenModel, effects, context.Parsed.GetValue(_steps), context.Parsed.GetValue(_seed));
    }

    public void Draw(CommandContext context, string pipeline, RobustnessReport report)
    {
        if (context.Parsed.GetValue(_picture) is string picture)
        {
            PictureFile.Save(picture, (path, isSvg) => RobustnessPicture.Save(path, isSvg, pipeline, report));
            context.Console.Say($"drawn {picture}");
        }
    }

    private static IAugmentation Find(string name) => AugmentationEffects.Find(name)
        ?? throw new TinyEdgeException(ExitCode.Usage, $"There is no effect '{name}'.", $"Did you mean '{NearestName.Of(name, AugmentationEffects.All.Select(e => e.Name))}'?", $"There are {string.Join(", ", AugmentationEffects.All.Select(e => e.Name))}.");
}
