using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Keys;

/// <summary>
/// Writes keyrings. The bytes depend on the content and on who signs alone. Nothing is returned that the device's code or .NET's own RSA
/// would refuse.
/// </summary>
public static class KeyringWriter
{
    private const int KeyIdBytes = 8;

    /// <summary>Makes a keyring with both keys at hand.</summary>
    /// <exception cref="KeyException">The content contradicts itself or a limit of the format, or a signer did not sign it.</exception>
    public static byte[] Build(KeyringContent content, ISigner oldKey, ISigner newKey)
    {
        byte[] signed = SignedBytes(content, oldKey.PublicKey, newKey.PublicKey);
        byte[] digest = Digest(signed);
        return Assemble(signed, oldKey.Sign(digest), newKey.Sign(digest), oldKey.PublicKey);
    }

    /// <summary>The bytes that both keys sign.</summary>
    /// <exception cref="KeyException">The content contradicts itself or a limit of the format.</exception>
    public static byte[] SignedBytes(KeyringContent content, PublicKeyFile oldKey, PublicKeyFile newKey)
    {
        PublicKeyFile[] keys = [.. content.Keys.OrderBy(key => key.KeyId, StringComparer.Ordinal)];
        string[] revoked = [.. content.Revoked.Select(id => id.ToLowerInvariant()).Order(StringComparer.Ordinal)];
        Check(content.Epoch, keys, revoked, oldKey, newKey);
        byte[] bytes = new byte[KeyringFormat.SignedSize(keys.Length, revoked.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, KeyringFormat.Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(KeyringFormat.FormatOffset), KeyringFormat.Format);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(KeyringFormat.EpochOffset), content.Epoch);
        bytes[KeyringFormat.KeyCountOffset] = (byte)keys.Length;
        bytes[KeyringFormat.RevokedCountOffset] = (byte)revoked.Length;
        oldKey.KeyIdBytes().CopyTo(bytes, KeyringFormat.OldSignerOffset);
        newKey.KeyIdBytes().CopyTo(bytes, KeyringFormat.NewSignerOffset);
        for (int i = 0; i < revoked.Length; i++)
        {
            Convert.FromHexString(revoked[i]).CopyTo(bytes, KeyringFormat.HeaderSize + (i * KeyIdBytes));
        }

        for (int i = 0; i < keys.Length; i++)
        {
            keys[i].ToRecord().CopyTo(bytes, KeyringFormat.KeysOffset(revoked.Length) + (i * PublicKey.RecordSize));
        }

        return bytes;
    }

    /// <summary>SHA-256 over the domain and the signed bytes: what a key kept elsewhere has to sign.</summary>
    public static byte[] Digest(ReadOnlySpan<byte> signedBytes) =>
        SHA256.HashData([.. Encoding.ASCII.GetBytes(KeyringFormat.Domain), .. signedBytes]);

    /// <summary>Puts the signatures behind the signed bytes, and verifies all of it.</summary>
    /// <param name="oldKey">The key that made the first signature.</param>
    /// <exception cref="KeyException">A signature is not by the key that it should be by.</exception>
    public static byte[] Assemble(byte[] signedBytes, byte[] oldSignature, byte[] newSignature, PublicKeyFile oldKey)
    {
        byte[] keyring = [.. signedBytes, .. oldSignature, .. newSignature, 0, 0, 0, 0];
        int crcAt = keyring.Length - KeyringFormat.CrcSize;
        BinaryPrimitives.WriteUInt32LittleEndian(keyring.AsSpan(crcAt), Crc32.Compute(keyring, 0, crcAt));
        KeyringReader.RequireSound(keyring, oldKey);
        return keyring;
    }

    private static void Check(ushort epoch, PublicKeyFile[] keys, string[] revoked, PublicKeyFile oldKey, PublicKeyFile newKey)
    {
        Require(epoch != 0, "Its epoch is 0, which is before every change of keys.", "Name the epoch of the devices plus one.", ResultCode.KeyringEpochNotNext);
        Require(keys.Length != 0, "No key would be left, and no device could ever be updated again.", "Name at least one key that holds.", ResultCode.KeyringWithoutKeys);
        Require(keys.Length <= KeyRing.Capacity, $"It has {keys.Length} keys; a device holds {KeyRing.Capacity}.", "Drop a key that is not used any more.", ResultCode.BadKeyring);
        Require(revoked.Length <= KeyringFormat.MaxRevoked, $"It revokes {revoked.Length} keys; {KeyringFormat.MaxRevoked} is the most.", "Leave out the oldest ones: a key that is not in the keyring is not trusted anyway.", ResultCode.BadKeyring);
        Require(revoked.All(IsKeyId), "What is revoked is not named by key ids.", "A key id has 16 hexadecimal digits; see 'tinyedge key show'.", ResultCode.BadKeyring);
        Require(keys.Select(key => key.KeyId).Distinct().Count() == keys.Length && revoked.Distinct().Count() == revoked.Length, "A key is named twice.", "Name each key once.", ResultCode.BadKeyring);
        Require(!keys.Any(key => revoked.Contains(key.KeyId)), "A key is both kept and revoked.", "Keep it or revoke it.", ResultCode.RevokedKey);
        Require(oldKey.KeyId != newKey.KeyId, "Both signatures would be by one key.", "Sign with a key that devices trust now, and with another one of the keyring.", ResultCode.KeyringSignersEqual);
        Require(keys.Any(key => key.KeyId == newKey.KeyId), $"The second signer, {newKey.KeyId}, is not among its keys.", "Sign with a key of the keyring, which proves that somebody holds it.", ResultCode.KeyringNotSignedByNewKey);
    }

    private static bool IsKeyId(string text) => text.Length == 2 * KeyIdBytes && text.All(char.IsAsciiHexDigitLower);

    private static void Require(bool holds, string why, string remedy, ResultCode code)
    {
        if (!holds)
        {
            throw new KeyException("The keyring was not made.", why, remedy, code);
        }
    }
}
