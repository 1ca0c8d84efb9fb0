using TinyEdge.Bundles;

namespace TinyEdge.Tests.Update;

/// <summary>S20: a signature takes a board about a second to check, so somebody who sends bad ones for ever must not get them all checked.</summary>
public class BadSignatureStormTests
{
    private const int RefusedAtOnce = 3;

    [Fact]
    public void S20_Push_HundredBadSignaturesInARow_FewAreChecked()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(LabBundle.Of(10)));
        byte[] bad = BadlySigned();
        int mutations = device.Files.Mutations;
        int verified = 0;
        for (int attempt = 0; attempt < 100; attempt++)
        {
            ResultCode code = device.Push(bad);
            Assert.True(code is ResultCode.BadSignature or ResultCode.RateLimited, code.ToString());
            verified += code == ResultCode.BadSignature ? 1 : 0;
            Assert.True(attempt >= RefusedAtOnce || code == ResultCode.BadSignature);
            Assert.False(device.Engine.Busy);
            device.Clock.UptimeMs += 1000;
        }

        // Waits of 2, 4, 8, 16, 32 and 64 s fill the hundred: the pipeline has the processor for more than nine tenths of the time.
        Assert.InRange(verified, 4, 9);
        Assert.Equal(mutations, device.Files.Mutations);
    }

    [Fact]
    public void S20_Push_GoodBundleAfterTheWait_IsTakenAndEndsTheBackOff()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(LabBundle.Of(10)));
        byte[] bad = BadlySigned();
        for (int attempt = 0; attempt < RefusedAtOnce; attempt++)
        {
            Assert.Equal(ResultCode.BadSignature, device.Push(bad));
        }

        Assert.Equal(ResultCode.RateLimited, device.Push(LabBundle.Of(11)));
        device.Clock.UptimeMs += 2000;
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(11)));
        bad = BadlySigned(12);
        for (int attempt = 0; attempt < RefusedAtOnce; attempt++)
        {
            Assert.Equal(ResultCode.BadSignature, device.Push(bad));
        }
    }

    /// <summary>Other refusals cost little and wait for nothing.</summary>
    [Fact]
    public void S20_Push_HundredReplays_AreEachRefusedAtOnce()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(LabBundle.Of(10)));
        for (int attempt = 0; attempt < 20; attempt++)
        {
            Assert.Equal(ResultCode.SequenceReplayed, device.Push(LabBundle.Of(9)));
        }
    }

    private static byte[] BadlySigned(uint sequence = 11)
    {
        byte[] bundle = [.. LabBundle.Of(sequence)];
        bundle[SignatureAt(bundle)] ^= 1;
        return bundle;
    }

    private static int SignatureAt(byte[] bundle)
    {
        BundlePrefix prefix = new();
        prefix.TryRead(bundle);
        return prefix.SignedLength + BundleFormat.SignatureHeaderSize + 200;
    }
}
