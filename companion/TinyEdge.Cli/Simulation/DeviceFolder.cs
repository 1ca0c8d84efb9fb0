using System.Security.Cryptography;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Simulation;

/// <summary>What a virtual device keeps between runs: its flash, its id and its key.</summary>
internal sealed class DeviceFolder
{
    private DeviceFolder(string path, byte[] deviceId, string keyPath)
    {
        Path = path;
        DeviceId = deviceId;
        KeyPath = keyPath;
    }

    public string Path { get; }

    public string FlashPath => System.IO.Path.Combine(Path, "flash");

    public byte[] DeviceId { get; }

    public string KeyPath { get; }

    /// <summary>Opens a folder, making what is missing.</summary>
    public static DeviceFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.Combine(path, "flash"));
            string keyPath = System.IO.Path.Combine(path, "device.key");
            if (!File.Exists(keyPath))
            {
                DeviceKey.Create(keyPath);
            }

            string idPath = System.IO.Path.Combine(path, "device.id");
            if (!File.Exists(idPath))
            {
                File.WriteAllText(idPath, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) + "\n");
            }

            return new DeviceFolder(path, ReadId(idPath), keyPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"Cannot use the folder {path}.", error.Message, "Choose another folder with --folder.", inner: error);
        }
    }

    private static byte[] ReadId(string path)
    {
        try
        {
            byte[] id = Convert.FromHexString(File.ReadAllText(path).Trim());
            if (id.Length == 8)
            {
                return id;
            }
        }
        catch (FormatException)
        {
        }

        throw new TinyEdgeException(ExitCode.BadInput, $"{path} is not a device id.", "It must be sixteen hex digits.", "Delete the file to get a new id.");
    }
}
