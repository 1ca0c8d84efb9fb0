using System.Globalization;
using System.Text;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training.Runs;

/// <summary>What the cards of all models have in common.</summary>
internal static class CardText
{
    public static void Line(StringBuilder card, FormattableString text) => card.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public static string Describe(FloatLayer layer) => layer switch
    {
        ConvolutionLayer { Plan: ConvolutionPlan plan } => $"convolution {plan.KernelHeight}x{plan.KernelWidth} to {layer.Output}{Clamp(plan.Activation)}",
        DepthwiseLayer { Plan: DepthwisePlan plan } => $"depthwise {plan.KernelHeight}x{plan.KernelWidth} to {layer.Output}{Clamp(plan.Activation)}",
        DenseLayer dense => $"dense {dense.Input.Length} to {dense.Channels}{Clamp(dense.Activation)}",
        AveragePoolLayer => $"average to {layer.Output}",
        MaxPoolLayer => $"maximum to {layer.Output}",
        ReshapeLayer => $"reshape to {layer.Output}",
        SoftmaxLayer => "softmax",
        SigmoidLayer => "sigmoid",
        _ => layer.Name,
    };

    public static void WriteFrontEnd(StringBuilder card, NetworkRecipe recipe)
    {
        FrontEndOptions front = recipe.FrontEnd;
        Line(card, $"| input | {front.Axes} axes, {front.SampleRate} Hz, {front.FixedPointScale} counts a unit |");
        string kept = front.Coefficients > 0 ? $"{front.Coefficients} coefficients" : "log2";
        Line(card, $"| front end | {front.Frames} windows of {front.WindowSize} every {front.HopLength} samples, {front.EffectiveFftLength}-point FFT, {front.Bands} {front.Scale.ToString().ToLowerInvariant()} bands an axis from {front.LowHz} to {front.EffectiveHighHz} Hz, {kept}, standardised, int8 |");
    }

    /// <param name="isLearnt">Whether a recording of the training or tuning part was used at all.</param>
    public static void WriteData(StringBuilder card, DataSplit split, NetworkRecipe recipe, Func<DataRecording, bool> isLearnt)
    {
        Line(card, $"");
        Line(card, $"## Data and split");
        Line(card, $"");
        Line(card, $"{split.Set.Recordings.Count} recordings; digest of the recordings and of their parts, SHA-256 `{TrainingInput.Digest(split)}`. {(split.Mode == SplitMode.InTime ? "Split in time, file by file." : "Split by group: no group is in two parts.")}");
        Line(card, $"");
        Line(card, $"| class | trained on | tuned on | judged on |");
        Line(card, $"|---|---|---|---|");
        foreach (string label in split.Set.Labels)
        {
            int Count(SplitPart part) => split.RecordingsOf(part).Count(r => r.Label == label && (part == SplitPart.Verdict || isLearnt(r)));
            Line(card, $"| {label} | {Count(SplitPart.Train)} | {Count(SplitPart.Tune)} | {Count(SplitPart.Verdict)} |");
        }

        Line(card, $"");
        string steps = string.Join(", ", recipe.Augmentation.Steps.Select(s => FormattableString.Invariant($"{s.Effect} {s.From}..{s.To}")));
        Line(card, recipe.Augmentation.Copies == 0 ? (FormattableString)$"Augmentation: none." : $"Augmentation, training part only: {recipe.Augmentation.Copies} copies of each recording, severities {steps}.");
        Line(card, $"");
    }

    public static void WriteReproduction(StringBuilder card, string command, int seed)
    {
        Line(card, $"## Reproduce");
        Line(card, $"");
        Line(card, $"`{command}` with the recordings of the digest above, recipe.json of this folder and seed {seed} gives the same model.tem, byte for byte, on every machine.");
    }

    private static string Clamp(Models.Activation activation) => activation == Models.Activation.None ? string.Empty : $" ({activation})";
}
