using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Faults.Lab;

/// <summary>
/// Rotations of a lab device, which begins with <see cref="LabBundle.Key"/> at epoch 1: bundles that carry a keyring, and bundles by the key
/// that it brings.
/// </summary>
public static class LabKeyring
{
    private static readonly Lazy<SigningKey> s_third = new(() => SigningKey.Generate(isDevelopment: false));
    private static readonly Lazy<byte[]> s_rotation = new(() => Carrying(11, Build()));

    /// <summary>The key that the first rotation brings.</summary>
    public static SigningKey Next => LabKey.Next;

    /// <summary>The key that the second rotation brings.</summary>
    public static SigningKey Third => s_third.Value;

    /// <summary>Sequence 11, signed by the old key, with a keyring of epoch 2 that has the next key alone and revokes the old one.</summary>
    public static byte[] Rotation => s_rotation.Value;

    /// <summary>A keyring; what is not given is as in <see cref="Rotation"/>.</summary>
    public static byte[] Build(ushort epoch = 2, SigningKey? oldKey = null, SigningKey? newKey = null, PublicKeyFile[]? keys = null, string[]? revoked = null)
    {
        oldKey ??= LabBundle.Key;
        newKey ??= Next;
        return KeyringWriter.Build(new KeyringContent(epoch, keys ?? [newKey.PublicKey], revoked ?? [oldKey.PublicKey.KeyId]), oldKey, newKey);
    }

    /// <summary>A bundle of the epoch before the keyring's that carries it.</summary>
    public static byte[] Carrying(uint sequence, byte[] keyring, SigningKey? key = null, ushort epoch = 1, uint floor = 1) =>
        LabBundle.Build(
            LabBundle.Release with { Sequence = sequence, SecurityFloor = floor, KeyringEpoch = epoch },
            LabBundle.Deployment with { BundleId = $"lab-keys-{sequence}" },
            key ?? LabBundle.Key,
            more: new BundleComponent(ComponentType.Keyring, keyring));

    /// <summary>The same for a keyring that the builder would refuse to carry: prepared and signed, and not verified.</summary>
    public static byte[] CarryingUnchecked(uint sequence, byte[] keyring)
    {
        byte[] bundle = BundleBuilder.Prepare(
            LabBundle.Deployment with { BundleId = $"lab-keys-{sequence}" },
            LabBundle.Release with { Sequence = sequence },
            [new(ComponentType.Model, new byte[900]), new(ComponentType.Thresholds, new byte[40]), new(ComponentType.Keyring, keyring)],
            LabBundle.Key.PublicKey);
        BundlePrefix prefix = new();
        if (prefix.TryRead(bundle) != ResultCode.Ok)
        {
            throw new InvalidOperationException("What the builder prepared has no good prefix.");
        }

        LabBundle.Key.Sign(BundleBuilder.DigestOf(bundle)).CopyTo(bundle, prefix.SignedLength + BundleFormat.SignatureHeaderSize);
        return bundle;
    }

    /// <summary>A bundle without a keyring, of any epoch and by any key.</summary>
    public static byte[] Signed(uint sequence, SigningKey key, ushort epoch = 2, uint floor = 1) =>
        LabBundle.Build(
            LabBundle.Release with { Sequence = sequence, SecurityFloor = floor, KeyringEpoch = epoch },
            LabBundle.Deployment with { BundleId = $"lab-{sequence}-e{epoch}" },
            key);
}
