using System.Globalization;
using System.Text;
using System.Text.Json;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Tests.Bundles;

public sealed class BundleBuilderTests
{
    [Fact]
    public void C01_Build_SameInputsTwice_GivesTheSameBytes()
    {
        Assert.Equal(BundleSample.Build(), BundleSample.Build());
    }

    [Fact]
    public void C01_Build_OtherCulture_GivesTheSameBytes()
    {
        // The repository builds with invariant globalisation, which has no culture but one: this copy writes numbers quite differently.
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo { NegativeSign = "~", NumberDecimalSeparator = "!", NumberGroupSeparator = "?" };
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(BundleSample.Bytes, BundleSample.Build(DeploymentDocument.Parse(BundleSample.Deployment.ToJson(), "x")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void C01_Build_ExpiryWrittenInAnotherTimeZone_GivesTheSameBytes()
    {
        DateTimeOffset elsewhere = BundleSample.Release.NotAfter!.Value.ToOffset(TimeSpan.FromHours(-7));

        Assert.Equal(BundleSample.Bytes, BundleSample.Build(release: BundleSample.Release with { NotAfter = elsewhere }));
    }

    [Fact]
    public void C01_Build_ComponentsInOtherOrder_GivesTheSameBytesUnlessAssembliesChangePlaces()
    {
        BundleComponent[] shuffled = [BundleSample.Components[5], BundleSample.Components[0], BundleSample.Components[3], BundleSample.Components[4], BundleSample.Components[1], BundleSample.Components[2]];
        BundleComponent[] assembliesSwapped = [BundleSample.Components[1], BundleSample.Components[0], .. BundleSample.Components[2..]];

        Assert.Equal(BundleSample.Bytes, BundleSample.Build(components: shuffled));
        Assert.NotEqual(BundleSample.Bytes, BundleSample.Build(components: assembliesSwapped));
    }

    [Fact]
    public void Build_ChecksumGiven_MustBeThatOfTheComponents()
    {
        string right = ContentChecksum.Of(BundleSample.Components);
        string wrong = right[..^1] + (right[^1] == '0' ? '1' : '0');

        Assert.Equal(BundleSample.Bytes, BundleSample.Build(BundleSample.Deployment with { Checksum = right }));
        BundleException error = Assert.Throws<BundleException>(() => BundleSample.Build(BundleSample.Deployment with { Checksum = wrong }));
        Assert.Equal(ResultCode.ComponentDigestMismatch, error.Result);
        Assert.Contains(right, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void C02_Build_InputsContradictTheFormat_SaysWhich()
    {
        Refused(ResultCode.MissingComponent, components: BundleSample.Components.Where(c => c.Type != ComponentType.Model));
        Refused(ResultCode.MissingComponent, components: BundleSample.Components.Where(c => c.Type != ComponentType.Thresholds));
        Refused(ResultCode.DuplicateComponent, components: [.. BundleSample.Components, BundleSample.Component(ComponentType.Model, 9)]);
        Refused(ResultCode.BadComponent, components: [.. BundleSample.Components[..5], new BundleComponent(ComponentType.GoldenVectors, [])]);
        Refused(ResultCode.UnknownComponentType, components: [.. BundleSample.Components, BundleSample.Component(9, 9)]);
        Refused(ResultCode.BadComponentTable, components: [.. BundleSample.Components, .. Enumerable.Repeat(BundleSample.Component(ComponentType.AppAssembly, 9), 11)]);
        Refused(ResultCode.HeadTooLarge, components: [.. BundleSample.Components, BundleSample.Component(ComponentType.AppAssembly, 60_000)]);
        Refused(ResultCode.BadBlockSize, release: BundleSample.Release with { BlockSize = 600 });
        Refused(ResultCode.BadManifest, release: BundleSample.Release with { Sequence = 0 });
        Refused(ResultCode.BadManifest, release: BundleSample.Release with { NativeChecksums = null });
        Refused(ResultCode.BadManifest, release: BundleSample.Release with { NativeChecksums = [1] });
        Refused(ResultCode.BadManifest, release: BundleSample.Release with { RuntimeMin = new(2, 0, 0) });
        Refused(ResultCode.BadManifest, release: BundleSample.Release with { Health = new HealthProfile { TrialAttempts = 16 } });
        Refused(ResultCode.BadTlv, release: BundleSample.Release with { AppEntryType = null });
        Refused(ResultCode.BadTlv, release: BundleSample.Release with { AppEntryType = "a b" });
        Refused(ResultCode.BadTlv, release: BundleSample.Release with { FreeText = new string('x', 600) });
        Refused(ResultCode.BadTlv, release: BundleSample.Release with { FreeText = new string('x', 70_000) });
        Refused(ResultCode.BadText, BundleSample.Deployment with { BundleId = "../x" });
        Refused(ResultCode.BadManifest, BundleSample.Deployment with { Metadata = BundleSample.Deployment.Metadata with { TargetEnvironment = ["esp32"] } });
    }

    [Fact]
    public void C03_Build_SignerReturnsRubbish_GivesNoBundle()
    {
        foreach (int length in new[] { 384, 256, 0 })
        {
            BundleException error = Assert.Throws<BundleException>(() => BundleSample.Build(signer: new RubbishSigner(length)));
            Assert.Equal(ResultCode.BadSignature, error.Result);
        }
    }

    [Fact]
    public void Describe_SampleBundle_SaysWhatWasPutIn()
    {
        BundleDescription description = BundleInspector.Describe(BundleSample.Bytes);

        Assert.Equal("fan-2026.11-r7", description.BundleId);
        Assert.Equal(["esp32", "virtual", "lab"], description.TargetEnvironment);
        Assert.Equal(("1.2.3", "4.5.6", "7.8.9", "10.11.1200"), (description.FirmwareVersion, description.ModelVersion, description.ThresholdVersion, description.CalibrationVersion));
        Assert.Equal(BundleSample.Release.Health, description.Health);
        Assert.Equal(BundleSample.Release.NotAfter, description.NotAfter);
        Assert.Equal(ContentChecksum.Of(BundleSample.Components), description.Checksum);
        Assert.Equal(["app assembly", "app assembly", "model", "thresholds", "calibration", "golden vectors"], description.Components.Select(c => c.TypeName));
        Assert.Equal(["0123abcd", "TinyEdge.App.EntryPoint"], description.OptionalFields.Select(f => f.Value));
        Assert.Equal(TestKeys.Trusted.PublicKey.KeyId, description.KeyId);
        using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(description));
        Assert.Equal(1, json.RootElement.GetProperty("SchemaVersion").GetInt32());
    }

    [Fact]
    public void Verify_RandomBytesAndCuts_NeverThrows()
    {
        PublicKeyFile[] keys = [TestKeys.Trusted.PublicKey];
        Random random = new(40);
        byte[] bundle = BundleSample.Bytes;
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = i % 3 == 0 ? new byte[random.Next(3000)] : bundle[..random.Next(bundle.Length)];
            if (i % 3 == 0)
            {
                random.NextBytes(bytes);
            }
            else if (i % 3 == 1 && bytes.Length > 28)
            {
                random.NextBytes(bytes.AsSpan(random.Next(4, 24), 4));
                BundleSample.WithCrc(bytes.Length < 32 ? bytes = [.. bytes, 0, 0, 0, 0] : bytes);
            }

            BundleReport report = BundleVerifier.Verify(bytes, keys);

            Assert.False(report.IsSound);
            Assert.NotNull(report.FirstProblem);
        }
    }

    [Fact]
    public void Save_AndLoad_GivesTheSameBytesAndLeavesNothingElse()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("a.teb");

        BundleFile.Save(path, BundleSample.Bytes, TestKeys.Trusted.PublicKey);
        BundleFile.Save(path, BundleSample.Bytes, TestKeys.Trusted.PublicKey);

        Assert.Equal(BundleSample.Bytes, BundleFile.Load(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void C03_Save_DamagedBundleOrNoFolder_LeavesTheOldFileAndNothingElse()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("a.teb");
        File.WriteAllText(path, "old");
        byte[] damaged = BundleSample.Bytes;
        damaged[^1] ^= 1;

        Assert.Throws<BundleException>(() => BundleFile.Save(path, damaged, TestKeys.Trusted.PublicKey));
        Assert.Throws<BundleException>(() => BundleFile.Save(path, BundleSample.Bytes, TestKeys.Stranger.PublicKey));
        Assert.Throws<BundleException>(() => BundleFile.Save(folder.PathOf("no/such/a.teb"), BundleSample.Bytes, TestKeys.Trusted.PublicKey));
        Directory.CreateDirectory(folder.PathOf("folder.teb"));
        Assert.Throws<BundleException>(() => BundleFile.Save(folder.PathOf("folder.teb"), BundleSample.Bytes, TestKeys.Trusted.PublicKey));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Load_MissingEmptyOrHugeFile_IsAClearError()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.PathOf("empty"), []);
        File.WriteAllBytes(folder.PathOf("huge"), new byte[BundleFile.MaxBytes + 1]);

        foreach (string name in new[] { "missing", "empty", "huge" })
        {
            BundleException error = Assert.Throws<BundleException>(() => BundleFile.Load(folder.PathOf(name)));
            Assert.Equal(ExitCode.BadInput, error.ExitCode);
            Assert.NotEmpty(error.Remedy);
        }
    }

    [Fact]
    public void Bundle_AndPublicFiles_HoldNoPrivateNumber()
    {
        using System.Security.Cryptography.RSA rsa = System.Security.Cryptography.RSA.Create();
        rsa.ImportFromEncryptedPem(TestKeys.TrustedPem, TestKeys.Passphrase);
        System.Security.Cryptography.RSAParameters secret = rsa.ExportParameters(true);
        byte[] published = [.. BundleSample.Bytes, .. TestKeys.Trusted.PublicKey.ToRecord(), .. Encoding.ASCII.GetBytes(TestKeys.Trusted.PublicKey.ToPem() + TestKeys.Trusted)];
        foreach (byte[] part in new[] { secret.D!, secret.P!, secret.Q!, secret.DP!, secret.DQ!, secret.InverseQ! })
        {
            Assert.Equal(-1, published.AsSpan().IndexOf(part.AsSpan(0, 16)));
        }
    }

    private static void Refused(ResultCode expected, DeploymentDocument? deployment = null, ReleaseSettings? release = null, IEnumerable<BundleComponent>? components = null)
    {
        BundleException error = Assert.Throws<BundleException>(() => BundleSample.Build(deployment, release, components));
        Assert.Equal(expected, error.Result);
        Assert.All([error.What, error.Why, error.Remedy], Assert.NotEmpty);
    }

    /// <summary>A token that answers with zeros. (A substitute cannot take a span.)</summary>
    private sealed class RubbishSigner(int length) : ISigner
    {
        public PublicKeyFile PublicKey => TestKeys.Trusted.PublicKey;

        public byte[] Sign(ReadOnlySpan<byte> digest) => new byte[length];
    }
}
