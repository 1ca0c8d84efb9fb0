using TinyEdge.Bundles;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Companion.Bundling;

/// <summary>Verifies a bundle twice: by .NET's own cryptography, and by the very parser that runs on the device.</summary>
public static class BundleVerifier
{
    /// <summary>Checks everything that the file alone decides; never throws for what is in it.</summary>
    public static BundleReport Verify(byte[] bundle, IReadOnlyList<PublicKeyFile> trusted)
    {
        ResultCode device = RunDeviceParser(bundle, trusted);
        try
        {
            BundleDescription description = BundleInspector.Describe(bundle);
            return new BundleReport(description, IndependentChecks.Run(bundle, description, trusted), device);
        }
        catch (BundleException exception)
        {
            return new BundleReport(null, [new BundleCheck("format", false, exception.Why)], device);
        }
    }

    /// <summary>What the device's parser says about the whole file: Ok, or why it refuses.</summary>
    public static ResultCode RunDeviceParser(byte[] bundle, IReadOnlyList<PublicKeyFile> trusted)
    {
        // A device that fits has the epoch that the bundle names; the field lies in the signed head.
        int epochAt = BundleFormat.PrefixSize + BundleFormat.KeyringEpochOffset;
        int epoch = bundle.Length < epochAt + 2 ? 0 : LittleEndian.ReadUInt16(bundle, epochAt);
        BundleParser parser = new(new TrustedKeys(trusted, epoch), new PortableBlockDigest());
        ResultCode code = parser.Feed(bundle, 0, bundle.Length, null, out _);
        return code == ResultCode.NeedMore ? ResultCode.Truncated
            : code == ResultCode.Ok ? parser.CheckKeyring(new ByteArraySource(bundle))
            : code;
    }

    /// <summary>Throws unless both ways agree that the bundle is sound; the last step before one leaves this machine.</summary>
    /// <exception cref="BundleException">It is not.</exception>
    public static void RequireSound(byte[] bundle, params IReadOnlyList<PublicKeyFile> keys)
    {
        BundleReport report = Verify(bundle, keys);
        if (!report.IsSound)
        {
            throw new BundleException("The bundle was not kept.", report.FirstProblem!, "Report this with the inputs: the writer and the verifier disagree.", report.DeviceResult, ExitCode.Internal);
        }
    }
}
