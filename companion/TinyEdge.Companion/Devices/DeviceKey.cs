using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>The key that one device shares with its owner: 32 random bytes, in a file of 64 hex digits.</summary>
public sealed class DeviceKey
{
    private readonly byte[] _bytes;

    public DeviceKey(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, WireLimits.DeviceKeyBytes);
        _bytes = (byte[])bytes.Clone();
    }

    /// <summary>A copy, for provisioning a device.</summary>
    public byte[] ToBytes() => (byte[])_bytes.Clone();

    /// <summary>Makes a key and writes it to a file that does not exist yet, readable by its owner only.</summary>
    public static DeviceKey Create(string path)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(WireLimits.DeviceKeyBytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var stream = new FileStream(path, options);
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes) + "\n"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Bad($"The device key {path} was not written.", error.Message, "Name a new file in a folder that exists; an existing key is never overwritten.", error);
        }

        return new DeviceKey(bytes);
    }

    public static DeviceKey Load(string path)
    {
        string text;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > 256)
            {
                throw Bad($"{path} is not a device key.", $"It has {file.Length} bytes where 64 hex digits are expected.", "Name this device's own key file; a virtual device keeps it as device.key in its folder.");
            }

            text = File.ReadAllText(path).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Bad($"The device key {path} cannot be read.", error.Message, "Check the path and its permissions.", error);
        }

        if (text.Length != WireLimits.DeviceKeyBytes * 2 || !text.All(char.IsAsciiHexDigit))
        {
            throw Bad($"{path} is not a device key.", $"It must hold {WireLimits.DeviceKeyBytes * 2} hex digits and nothing else.", "Name this device's own key file; a virtual device keeps it as device.key in its folder.");
        }

        return new DeviceKey(Convert.FromHexString(text));
    }

    /// <summary>Answer to a challenge.</summary>
    /// <param name="nonce">The device's 16 bytes.</param>
    /// <param name="command">What is asked for.</param>
    /// <param name="arguments">Argument text exactly as it is sent; empty for none.</param>
    public byte[] Answer(ReadOnlySpan<byte> nonce, DeviceCommand command, string arguments)
    {
        string operation = $"{WireCommands.MethodOf(command)} {WireCommands.PathOf(command)}\n{arguments}";
        byte[] message = [WireDomains.Command, .. nonce, .. Encoding.ASCII.GetBytes(operation)];
        return HMACSHA256.HashData(_bytes, message);
    }

    /// <summary>Whether the line was written by the device that has this key, in answer to this nonce.</summary>
    public bool Vouches(DeviceLine line, ReadOnlySpan<byte> clientNonce)
    {
        ArgumentNullException.ThrowIfNull(line);
        byte[]? nonce = line.Bytes(WireLabels.Nonce);
        byte[]? mac = line.Bytes(WireLabels.Mac);
        return nonce is not null && mac is not null && clientNonce.SequenceEqual(nonce)
            && CryptographicOperations.FixedTimeEquals(mac, HMACSHA256.HashData(_bytes, line.SignedBytes.Span));
    }

    private static TinyEdgeException Bad(string what, string why, string remedy, Exception? inner = null) =>
        new(ExitCode.BadInput, what, why, remedy, ResultCode.Ok, inner);
}
