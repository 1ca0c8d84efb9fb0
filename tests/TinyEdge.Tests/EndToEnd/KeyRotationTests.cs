using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;
using TinyEdge.Companion.Keys;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>A fleet's key is replaced over the air: the whole firmware, real sockets, one virtual device of the lab ring.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class KeyRotationTests : IDisposable
{
    private static readonly SigningKey s_old = TestKeys.Trusted;
    private static readonly SigningKey s_new = TestKeys.Stranger;

    private readonly DeviceRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task S03_S15_Push_RotationOverHttp_OldKeyIsRefusedWithItsCodeAndNewKeyIsTaken()
    {
        byte[] keyring = KeyringWriter.Build(new KeyringContent(1, [s_new.PublicKey], [s_old.PublicKey.KeyId]), s_old, s_new);
        await _rig.InstallAsync(DeviceRig.Bundle(10));

        await _rig.InstallAsync(DeviceRig.Bundle(11, keyring: keyring));

        await using (HttpDeviceClient client = _rig.Client())
        {
            TinyEdge.Companion.Devices.DeviceIdentity identity = await client.GetIdentityAsync(CancellationToken.None);
            Assert.Equal((s_new.PublicKey.KeyId, "1"), (identity.KeyIds, identity.Fields[WireLabels.KeyringEpoch]));
            Assert.Equal(1, (await client.GetBanksAsync(CancellationToken.None)).KeyringEpoch);
            Assert.Equal(ResultCode.Ok, (await client.GetHealthAsync(CancellationToken.None)).KeyringResult);
        }

        DeviceRefusedException refused = await Assert.ThrowsAsync<DeviceRefusedException>(() => _rig.PushAsync(DeviceRig.Bundle(12, epoch: 1)));
        Assert.Equal((ResultCode.RevokedKey, ExitCode.Signature), (refused.Result, refused.ExitCode));
        refused = await Assert.ThrowsAsync<DeviceRefusedException>(() => _rig.PushAsync(DeviceRig.Bundle(12, signer: s_new)));
        Assert.Equal((ResultCode.KeyringEpochMismatch, ExitCode.Signature), (refused.Result, refused.ExitCode));

        await _rig.InstallAsync(DeviceRig.Bundle(12, signer: s_new, epoch: 1));

        Assert.Equal("rig-12", (await _rig.HealthAsync()).Running.BundleId);
        Assert.Equal(keyring, File.ReadAllBytes(Path.Combine(_rig.FlashPath, KeyringFiles.File1)));
    }
}
