using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;

namespace TinyEdge.Fuzzing.Bundles;

/// <summary>
/// Writes bundles from the description of the format and puts mutated ones right again: checksums, digests and lengths, but no signature. Written
/// apart from the companion's writer, which refuses to write anything that is not sound.
/// </summary>
public static class BundleComposer
{
    public const int Prefix = 32;
    public const int Table = Prefix + 192;
    public const int Entry = 64;
    public const int SignatureBlock = 392;
    public const int Digest = 32;

    private static readonly byte[] s_digestKey = Encoding.ASCII.GetBytes(BlockDigestKey.Text);

    /// <summary>A bundle that everything but its signature makes good.</summary>
    /// <param name="blockSize">512, 1024, 2048 or 4096.</param>
    /// <param name="tlvs">The TLV area; must name an entry type exactly when there are assemblies.</param>
    /// <param name="keyId">8 bytes.</param>
    /// <param name="components">Type and bytes of content; an id is one more than the position.</param>
    public static byte[] Compose(int blockSize, byte[] tlvs, byte[] keyId, params (int Type, int Bytes)[] components)
    {
        int blocks = components.Sum(component => (component.Bytes + blockSize - 1) / blockSize);
        int headEnd = Table + (components.Length * Entry) + tlvs.Length + SignatureBlock + (blocks * Digest);
        int payload = (headEnd + blockSize - 1) / blockSize * blockSize;
        byte[] bundle = new byte[payload + (blocks * blockSize)];
        WritePrefix(bundle, blockSize, blocks, tlvs.Length, components.Length);
        WriteManifest(bundle.AsSpan(Prefix, 192), keyId, components.Any(component => component.Type == ComponentType.AppAssembly));
        WriteComponents(bundle, blockSize, payload, components);
        tlvs.CopyTo(bundle, Table + (components.Length * Entry));
        bundle[Table + (components.Length * Entry) + tlvs.Length] = 1;
        BundleRepair.All(bundle);
        return bundle;
    }

    public static void DigestOf(ReadOnlySpan<byte> bytes, Span<byte> digest) => HMACSHA256.HashData(s_digestKey, bytes, digest);

    private static void WritePrefix(byte[] bundle, int blockSize, int blocks, int tlvBytes, int components)
    {
        "TEB1"u8.CopyTo(bundle);
        bundle[4] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bundle.AsSpan(8), 192);
        bundle[10] = (byte)components;
        bundle[11] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bundle.AsSpan(12), (ushort)tlvBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bundle.AsSpan(14), SignatureBlock);
        BinaryPrimitives.WriteUInt16LittleEndian(bundle.AsSpan(16), (ushort)blockSize);
        BinaryPrimitives.WriteUInt16LittleEndian(bundle.AsSpan(18), (ushort)blocks);
        BinaryPrimitives.WriteInt32LittleEndian(bundle.AsSpan(20), bundle.Length);
    }

    private static void WriteManifest(Span<byte> manifest, byte[] keyId, bool hasAssemblies)
    {
        "fuzz-1"u8.CopyTo(manifest);
        int[] words = [unchecked((int)KnownDevices.VendorTinyEdge), (int)KnownDevices.ClassVibrationMonitor, 6, 42, 3, 0x01020003, 0x04050006, 0x07080009, 0x0A0B04B0, 0x01000000, 0x01FFFFFF, 0x109];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(manifest[(64 + (4 * i))..], words[i]);
        }

        BinaryPrimitives.WriteInt64LittleEndian(manifest[112..], 1_900_000_000);
        manifest.Slice(120, 8).Fill((byte)(hasAssemblies ? 7 : 0));
        keyId.CopyTo(manifest[128..]);
        BinaryPrimitives.WriteInt32LittleEndian(manifest[136..], 12288);
        BinaryPrimitives.WriteInt32LittleEndian(manifest[140..], 20000);
        int[] halves = [1, 2, 250, 8, 300];
        for (int i = 0; i < halves.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(manifest[(144 + (2 * i))..], (ushort)halves[i]);
        }

        manifest[154] = 30;
        manifest[155] = 3;
        manifest[156] = 1;
    }

    private static void WriteComponents(byte[] bundle, int blockSize, int payload, (int Type, int Bytes)[] components)
    {
        int block = 0;
        for (int i = 0; i < components.Length; i++)
        {
            (int type, int bytes) = components[i];
            Span<byte> entry = bundle.AsSpan(Table + (i * Entry), Entry);
            entry[0] = (byte)(i + 1);
            entry[1] = (byte)type;
            int version = type is >= ComponentType.AppAssembly and <= ComponentType.Calibration ? BinaryPrimitives.ReadInt32LittleEndian(bundle.AsSpan(Prefix + 80 + (4 * type))) : 0;
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], version);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], bytes);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[12..], (ushort)block);
            Span<byte> content = bundle.AsSpan(payload + (block * blockSize), bytes);
            for (int j = 0; j < bytes; j++)
            {
                content[j] = (byte)((j * 7) + type + i);
            }

            block += (bytes + blockSize - 1) / blockSize;
        }
    }
}
