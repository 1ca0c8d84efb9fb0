using System.Security.Cryptography;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Companion.Bundling;

/// <summary>Checks a bundle by .NET's own RSA, SHA-256 and HMAC, from the description alone and without the device's code.</summary>
internal sealed class IndependentChecks
{
    private const int HeadBeforeTable = 32 + 192;
    private const int SignatureHeaderBytes = 8;
    private const int SignatureBytes = 384;
    private const int DigestBytes = 32;
    private const int KeyringType = 6;
    private const int BlockListDigestOffset = 32 + 160;

    private readonly byte[] _bundle;
    private readonly BundleDescription _description;
    private readonly int _signedBytes;
    private readonly int _blockListOffset;
    private readonly List<BundleCheck> _checks = [];

    private IndependentChecks(byte[] bundle, BundleDescription description)
    {
        _bundle = bundle;
        _description = description;
        int tlvBytes = bundle[12] | (bundle[13] << 8);
        _signedBytes = HeadBeforeTable + (description.Components.Count * 64) + tlvBytes;
        _blockListOffset = _signedBytes + SignatureHeaderBytes + SignatureBytes;
    }

    public static IReadOnlyList<BundleCheck> Run(byte[] bundle, BundleDescription description, IReadOnlyList<PublicKeyFile> trusted)
    {
        IndependentChecks checks = new(bundle, description);
        if (checks.CheckLength())
        {
            checks.CheckSignature(trusted);
            checks.CheckBlockList();
            checks.CheckComponents();
            checks.CheckBlocks();
            checks.CheckKeyring(trusted);
        }

        return checks._checks;
    }

    private void Add(string name, bool passed, string good, string bad) => _checks.Add(new BundleCheck(name, passed, passed ? good : bad));

    private bool CheckLength()
    {
        int expected = _description.PayloadOffsetBytes + (_description.BlockCount * _description.BlockSizeBytes);
        bool passed = _bundle.Length == expected && _description.TotalBytes == expected;
        Add("length", passed, $"{expected} bytes", $"The file has {_bundle.Length} bytes, says {_description.TotalBytes}, and its parts take {expected}.");
        return passed;
    }

    private void CheckSignature(IReadOnlyList<PublicKeyFile> trusted)
    {
        PublicKeyFile? key = trusted.FirstOrDefault(candidate => candidate.KeyId == _description.KeyId);
        if (key is null)
        {
            Add("signature", false, string.Empty, $"Key {_description.KeyId} is not among the trusted ones.");
            return;
        }

        ReadOnlySpan<byte> header = _bundle.AsSpan(_signedBytes, SignatureHeaderBytes);
        using RSA rsa = key.ToRsa();
        bool passed = header.SequenceEqual((byte[])[1, 0, 0, 0, 0, 0, 0, 0])
            && rsa.VerifyData(
                _bundle.AsSpan(0, _signedBytes),
                _bundle.AsSpan(_signedBytes + SignatureHeaderBytes, SignatureBytes),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pss);
        Add("signature", passed, $"RSA-3072 PSS by {key.KeyId}{(key.IsDevelopment ? " (development key)" : string.Empty)}", $"It is not by the key {key.KeyId}, or the head was changed.");
    }

    private void CheckBlockList()
    {
        bool passed = BlockDigest.Of(BlockList(0, _description.BlockCount)).AsSpan()
            .SequenceEqual(_bundle.AsSpan(BlockListDigestOffset, DigestBytes));
        Add("block list", passed, $"{_description.BlockCount} digests", "It does not belong to the signed manifest.");
        int listEnd = _blockListOffset + (_description.BlockCount * DigestBytes);
        bool zero = _bundle.AsSpan(listEnd, _description.PayloadOffsetBytes - listEnd).IndexOfAnyExcept((byte)0) < 0;
        Add("head padding", zero, "zeros", "There are bytes where zeros must be.");
    }

    private void CheckComponents()
    {
        int nextBlock = 0;
        foreach (ComponentDescription component in _description.Components)
        {
            bool contiguous = component.FirstBlock == nextBlock && component.BlockCount <= _description.BlockCount - nextBlock && component.LengthBytes > 0;
            bool digest = contiguous
                && Convert.ToHexStringLower(BlockDigest.OfComponent(component.LengthBytes, BlockList(component.FirstBlock, component.BlockCount))) == component.Digest;
            Add($"component {component.Id} ({component.TypeName})", digest, $"{component.LengthBytes} bytes", "Its place or digest does not agree with the block list.");
            if (!digest)
            {
                return;
            }

            int end = component.OffsetBytes + component.LengthBytes;
            int paddedEnd = component.OffsetBytes + (component.BlockCount * _description.BlockSizeBytes);
            if (_bundle.AsSpan(end, paddedEnd - end).IndexOfAnyExcept((byte)0) >= 0)
            {
                Add($"padding of component {component.Id}", false, string.Empty, "There are bytes where zeros must be.");
            }

            nextBlock += component.BlockCount;
        }

        Add("component table", nextBlock == _description.BlockCount, "covers the payload", "Some blocks belong to no component.");
    }

    private void CheckBlocks()
    {
        for (int block = 0; block < _description.BlockCount; block++)
        {
            int offset = _description.PayloadOffsetBytes + (block * _description.BlockSizeBytes);
            byte[] digest = BlockDigest.Of(_bundle.AsSpan(offset, _description.BlockSizeBytes));
            if (!digest.AsSpan().SequenceEqual(BlockList(block, 1)))
            {
                Add("payload", false, string.Empty, $"Block {block} (bytes {offset} to {offset + _description.BlockSizeBytes - 1}) is damaged.");
                return;
            }
        }

        Add("payload", true, $"{_description.BlockCount} blocks of {_description.BlockSizeBytes} bytes", string.Empty);
    }

    private void CheckKeyring(IReadOnlyList<PublicKeyFile> trusted)
    {
        ComponentDescription? component = _description.Components.FirstOrDefault(c => c.Type == KeyringType);
        if (component is null)
        {
            return;
        }

        try
        {
            byte[] keyring = _bundle.AsSpan(component.OffsetBytes, component.LengthBytes).ToArray();
            KeyringDescription description = KeyringReader.Describe(keyring);
            string? problem = KeyringReader.FirstProblem(keyring, trusted, out _)
                ?? (description.Epoch == _description.KeyringEpoch + 1 ? null : $"Its epoch is {description.Epoch}, and the bundle's {_description.KeyringEpoch} must be one less.");
            Add("keyring", problem is null, $"epoch {description.Epoch}, signed by {description.OldSigner} and {description.NewSigner}", problem ?? string.Empty);
        }
        catch (KeyException error)
        {
            Add("keyring", false, string.Empty, error.Why);
        }
    }

    private ReadOnlySpan<byte> BlockList(int first, int count) => _bundle.AsSpan(_blockListOffset + (first * DigestBytes), count * DigestBytes);
}
