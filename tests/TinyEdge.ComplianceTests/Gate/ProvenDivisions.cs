namespace TinyEdge.ComplianceTests.Gate;

/// <summary>
/// Methods that divide by what was proven elsewhere, each with the place that proves it. An entry that is no longer needed is a finding,
/// so the list stays short. It stands here and not beside the code because a device would carry the text of an attribute.
/// </summary>
internal static class ProvenDivisions
{
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["TinyEdge.Bundles TinyEdge.Bundles.BundleParser::FinishBlock"] =
            "An accepted prefix has a block size of at least BundleFormat.MinBlockSize (BundlePrefix).",
        ["TinyEdge.Bundles TinyEdge.Bundles.ComponentEntry::get_BlockCount"] =
            "ComponentTable alone asks, after TryRead took the block size of an accepted prefix, at least BundleFormat.MinBlockSize.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Memory.StaticPool::TryCharge"] =
            "Callers pass the size of an element or of a cell, constants of at least 1.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Inference.AveragePool2D::Reference"] =
            "WindowGeometry.IsValid lets only windows through that hold at least one input value.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Inference.DepthwiseConv2D::TryPrepare"] =
            "Tensor.TryParse refuses a shape with a side below 1.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Inference.DepthwiseConv2D::Reference"] =
            "Tensor.TryParse refuses a shape with a side below 1.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Inference.InferenceRuntime::RunInference"] =
            "Tensor.TryParse refuses a shape with a side below 1, so the input has a value.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Inference.Pool2D::TryPrepare"] =
            "Tensor.TryParse refuses a shape with a side below 1, so the output has a value.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Inference.WeightedLayer::AreAccumulatorsBounded"] =
            "One bias an output channel, and Tensor.TryParse refuses a shape without channels.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Inference.WeightedLayer::TryLoadWeights"] =
            "Tensor.TryParse refuses a shape without channels.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Inference.PackedRowsBuilder::TrySum"] =
            "IsBlockValid wants rows of at least 8 inputs.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Inference.PackedRowsBuilder::TryPack"] =
            "Two or three lanes, set in the constructor.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Inference.PackedRowsBuilder::TryRentRows"] =
            "IsBlockValid wants rows of at least 8 inputs; weights of a channel and channels are at least 1, so blocks and groups are.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Dsp.WindowMean::Compute"] =
            "PreprocessingConfig.Validate wants windows of at least MinWindowSize samples.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Dsp.FeatureExtractorPipeline::PushBlock"] =
            "PreprocessingConfig.Validate wants at least one axis.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Dsp.FeatureExtractorPipeline::DropOverwritten"] =
            "PreprocessingConfig.Validate wants a hop of at least one sample.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Dsp.FftReference::FillSine"] =
            "PreprocessingConfig.Validate takes FFT lengths of 64, 128, 256 and 512 alone.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Dsp.FftReference::Combine"] =
            "Transform calls it with at least 16 points: fewer have no k between 0 and an eighth.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Dsp.PreprocessingConfig::IsSpectrumValid"] =
            "The property Frames is tested just before it divides, and Validate runs on one thread.",
        ["TinyEdge.Runtime TinyEdge.Runtime.Dsp.QuarterSine::Cosine"] =
            "Callers pass window and band counts, which PreprocessingConfig.Validate wants to be at least 1.",
    };
}
