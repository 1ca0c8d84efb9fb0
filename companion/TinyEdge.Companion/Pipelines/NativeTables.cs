using System.Security.Cryptography;
using System.Text;

namespace TinyEdge.Companion.Pipelines;

/// <summary>
/// Native assembly checksum tables by name. An application assembly runs only on an image with the native methods that it
/// was compiled against; a device tells its own in its identity line.
/// </summary>
public static class NativeTables
{
    /// <summary>What virtual devices of this version say: they have no native assemblies, so it stands for the host's API surface.</summary>
    public static byte[] Virtual => SHA256.HashData(Encoding.ASCII.GetBytes("TinyEdge virtual device, net10.0, runtime 0.1"))[..8];

    /// <summary>Parses sixteen hex digits, or the word "virtual".</summary>
    public static byte[] Parse(string text)
    {
        if (text == "virtual")
        {
            return Virtual;
        }

        try
        {
            byte[] digest = Convert.FromHexString(text);
            if (digest.Length == 8)
            {
                return digest;
            }
        }
        catch (FormatException)
        {
        }

        throw new TinyEdgeException(
            ExitCode.Usage,
            $"'{text}' is not a native checksum digest.",
            "It must be 'virtual' or sixteen hex digits.",
            "Take it from the device: 'tinyedge identity --device ...' shows it as natives.");
    }
}
