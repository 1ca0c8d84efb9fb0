using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Pipelines;

/// <summary>What an engineer is told when the folder of a bundle is not as it must be.</summary>
public sealed class BundleFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BundleFolderTests()
    {
        foreach (string path in Directory.GetFiles(Path.Combine(Repository.Root, "models", "fan-baseline")))
        {
            File.Copy(path, _folder.PathOf(Path.GetFileName(path)));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_FolderOrItsDeployment_IsTheSame()
    {
        BundleFolder byFolder = BundleFolder.Load(_folder.Path);
        BundleFolder byFile = BundleFolder.Load(_folder.PathOf(BundleFolder.DeploymentName));

        Assert.Equal(byFolder.Parts.Model, byFile.Parts.Model);
        Assert.Equal(byFolder.Parts.GoldenVectors, byFile.Parts.GoldenVectors);
        Assert.InRange(byFolder.CheckBudget().TotalBytes, 1000, 12288);
    }

    [Theory]
    [InlineData(BundleFolder.DeploymentName)]
    [InlineData(BundleFolder.ModelName)]
    [InlineData(BundleFolder.ThresholdsName)]
    public void Load_FileMissing_NamesIt(string name)
    {
        File.Delete(_folder.PathOf(name));

        TinyEdgeException error = Assert.ThrowsAny<TinyEdgeException>(() => BundleFolder.Load(_folder.Path));

        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BundleFolder.DeploymentName, "{ \"bundleId\": ")]
    [InlineData(BundleFolder.DeploymentName, "[]")]
    [InlineData(BundleFolder.ModelName, "not a model")]
    [InlineData(BundleFolder.ModelName, "")]
    [InlineData(BundleFolder.ThresholdsName, "{}")]
    [InlineData(BundleFolder.ThresholdsName, """{ "scoreClass": "nobody", "onLevel": 150, "offLevel": 100, "onCount": 3, "offCount": 3, "smoothingShift": 1 }""")]
    [InlineData(BundleFolder.ThresholdsName, """{ "scoreClass": "fault", "onLevel": 100, "offLevel": 150, "onCount": 3, "offCount": 3, "smoothingShift": 1 }""")]
    [InlineData(BundleFolder.CalibrationName, "{ \"offset\": 3 }")]
    public void Load_FileMalformed_IsBadInputThatSaysWhatToDo(string name, string content)
    {
        File.WriteAllText(_folder.PathOf(name), content);

        TinyEdgeException error = Assert.ThrowsAny<TinyEdgeException>(() => BundleFolder.Load(_folder.Path));

        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.NotEmpty(error.What);
        Assert.NotEmpty(error.Why);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void Load_NoSuchFolder_IsBadInput() =>
        Assert.Equal(ExitCode.BadInput, Assert.ThrowsAny<TinyEdgeException>(() => BundleFolder.Load(_folder.PathOf("nowhere"))).ExitCode);

    [Fact]
    public void CheckBudget_OneByteTooLittle_ListsTheOwners()
    {
        int needed = BundleFolder.Load(_folder.Path).CheckBudget().TotalBytes;
        SetBudget(needed - 1);

        TinyEdgeException error = Assert.ThrowsAny<TinyEdgeException>(() => BundleFolder.Load(_folder.Path).CheckBudget());

        Assert.Equal((ResultCode.RamBudgetExceeded, ExitCode.BadInput), (error.Result, error.ExitCode));
        Assert.Contains("Network", error.Why, StringComparison.Ordinal);
        SetBudget(needed);
        Assert.Equal(needed, BundleFolder.Load(_folder.Path).CheckBudget().TotalBytes);
    }

    private void SetBudget(int bytes)
    {
        string path = _folder.PathOf(BundleFolder.DeploymentName);
        File.WriteAllText(path, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(path), "\"peakRamBudgetBytes\": *\\d+", $"\"peakRamBudgetBytes\": {bytes}"));
    }
}
