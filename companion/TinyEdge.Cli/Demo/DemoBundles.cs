using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Cli.Demo;

/// <summary>The bundles that the demonstration pushes: a good one, and each way of being bad.</summary>
internal sealed class DemoBundles
{
    private readonly BundleFolder _folder = BundleFolder.Load(DemoAssets.ReferenceModel);
    private readonly byte[] _app = File.ReadAllBytes(DemoAssets.SeverityApp);

    /// <summary>Pool bytes of the pipeline on the device.</summary>
    public int PoolBytes => _folder.CheckBudget().TotalBytes;

    public int PoolBudgetBytes => _folder.Deployment.Metadata.PeakRamBudgetBytes;

    /// <summary>A better model and a newer application.</summary>
    public byte[] Good(uint sequence, ISigner signer)
    {
        return Build(sequence, signer, _folder.Components(_app));
    }

    /// <summary>Correctly signed, but its golden vectors expect an output that the model does not give.</summary>
    public byte[] BrokenGoldenVectors(uint sequence, ISigner signer)
    {
        byte[] golden = (byte[])_folder.Parts.GoldenVectors!.Clone();
        int samples = LittleEndian.ReadUInt16(golden, 8);
        int firstOutput = GoldenVectorReader.HeaderBytes + (samples * GoldenVectorReader.BytesPerSample) + 4;
        golden[firstOutput] ^= 1;
        IEnumerable<BundleComponent> components = _folder.Components(_app)
            .Select(component => component.Type == ComponentType.GoldenVectors ? component with { Content = golden } : component);
        return Build(sequence, signer, components);
    }

    /// <summary>A good bundle with one bit of its payload turned over on the way.</summary>
    public byte[] FlippedBit(uint sequence, ISigner signer)
    {
        byte[] bundle = Good(sequence, signer);
        ComponentDescription model = BundleInspector.Describe(bundle).Components.First(component => component.Type == ComponentType.Model);
        bundle[model.OffsetBytes + (model.LengthBytes / 2)] ^= 0x10;
        return bundle;
    }

    private byte[] Build(uint sequence, ISigner signer, IEnumerable<BundleComponent> components)
    {
        ReleaseSettings release = new()
        {
            Sequence = sequence,
            Builder = "tinyedge demo",
        };
        return BundleBuilder.Build(
            _folder.Deployment with { BundleId = $"fan-demo-{sequence}" },
            release.WithApp(DemoAssets.AppType, NativeTables.Virtual),
            components,
            signer);
    }
}
