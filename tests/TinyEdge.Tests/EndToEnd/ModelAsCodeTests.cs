using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.ModelCode;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Planning;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Tests.Structure;

namespace TinyEdge.Tests.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class ModelAsCodeTests
{
    private const string AppType = "TinyEdge.CodeApp.CodeApp";

    private static readonly Lazy<BundleFolder> s_folder = new(() => BundleFolder.Load(Path.Combine(Repository.Root, "samples", "TinyEdge.CodeApp", "model")));

    private static byte[] App => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TinyEdge.CodeApp.dll"));

    [RepositoryFact]
    public void FanModel_InTheSample_IsWhatTheEmitterWrites()
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root!, "samples", "TinyEdge.CodeApp", "FanModel.cs")).ReplaceLineEndings("\n");
        Assert.Equal(CodeEmitter.Emit(s_folder.Value.Parts.Model, "TinyEdge.CodeApp.FanModel"), text);
    }

    [Fact]
    public void Require_ApplicationOfThisModel_TakesNoMemoryForItsWeights()
    {
        PipelineParts parts = s_folder.Value.Parts;
        parts.Prepare(out StaticPool plain, "test");
        ModelCodeCheck.Require(parts, App, AppType, "test").Prepare(out StaticPool code, "test");
        Assert.True(plain.BytesOf(PoolOwner.Weights) > 1200 && code.BytesOf(PoolOwner.Weights) == 0, $"{plain.BytesOf(PoolOwner.Weights)}, {code.BytesOf(PoolOwner.Weights)}");
        Assert.True(code.TotalBytes <= 10_240, $"{code.TotalBytes}");
    }

    [Fact]
    public void Require_OneWeightChanged_IsRefused()
    {
        PipelineParts parts = s_folder.Value.Parts;
        byte[] model = [.. parts.Model];
        Range section = LayerLayout.NetworkOf(model);
        model[section.End.Value - 200]++;
        TinyEdgeException error = Assert.ThrowsAny<TinyEdgeException>(() => ModelCodeCheck.Require(parts with { Model = model }, App, AppType, "test"));
        Assert.Equal(ResultCode.ModelCodeMismatch, error.Result);
    }

    [Fact]
    public void Require_ApplicationWithoutCode_IsRefused()
    {
        TinyEdgeException error = Assert.ThrowsAny<TinyEdgeException>(() => ModelCodeCheck.Require(s_folder.Value.Parts, DeviceRig.SeverityApp, "TinyEdge.SeverityApp.SeverityApp", "test"));
        Assert.Equal(ResultCode.ModelCodeMissing, error.Result);
    }

    [Fact]
    public void Prepare_ModelAsCodeWithoutCode_IsModelCodeMissing()
    {
        PipelineParts parts = s_folder.Value.Parts;
        TinyEdgeException error = Assert.ThrowsAny<TinyEdgeException>(() => (parts with { Model = CodeEmitter.Mark(parts.Model) }).Prepare(out _, "test"));
        Assert.Equal(ResultCode.ModelCodeMissing, error.Result);
    }

    [Fact]
    public async Task Push_ModelAsCode_IsConfirmedAfterItsGoldenVectors()
    {
        using DeviceRig rig = new();
        PipelineParts coded = ModelCodeCheck.Require(s_folder.Value.Parts, App, AppType, "test");
        await rig.InstallAsync(DeviceRig.Bundle(1, app: App, entryType: AppType, parts: coded));
    }
}
