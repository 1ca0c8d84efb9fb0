using TinyEdge.Bundles;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Tests.Update;

/// <summary>
/// Rotations of a lab device, which begins with <see cref="LabBundle.Key"/> at epoch 1: bundles that carry a keyring, and bundles by the key
/// that it brings.
/// </summary>
public static class LabKeyring
{
    private static readonly Lazy<SigningKey> s_next = new(() => SigningKey.Generate(isDevelopment: false));
    private static readonly Lazy<SigningKey> s_third = new(() => SigningKey.Generate(isDevelopment: false));
    private static readonly Lazy<byte[]> s_rotation = new(() => Carrying(11, Build()));

    /// <summary>The key that the first rotation brings.</summary>
    public static SigningKey Next => s_next.Value;

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
            more: new TinyEdge.Companion.Bundling.BundleComponent(ComponentType.Keyring, keyring));

    /// <summary>A bundle without a keyring, of any epoch and by any key.</summary>
    public static byte[] Signed(uint sequence, SigningKey key, ushort epoch = 2, uint floor = 1) =>
        LabBundle.Build(
            LabBundle.Release with { Sequence = sequence, SecurityFloor = floor, KeyringEpoch = epoch },
            LabBundle.Deployment with { BundleId = $"lab-{sequence}-e{epoch}" },
            key);
}
