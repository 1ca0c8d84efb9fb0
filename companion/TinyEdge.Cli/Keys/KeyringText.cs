using TinyEdge.Cli.Console;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Cli.Keys;

/// <summary>A keyring for a person.</summary>
internal static class KeyringText
{
    public static void Write(CliConsole console, KeyringDescription ring, string path)
    {
        console.Out.WriteLine($"keyring of epoch {ring.Epoch}, for devices of epoch {ring.Epoch - 1}");
        foreach (KeyringKey key in ring.Keys)
        {
            console.Out.WriteLine($"trusts   {key.KeyId}{(key.IsDevelopment ? "  development" : "")}");
        }

        foreach (string id in ring.Revoked)
        {
            console.Out.WriteLine($"revokes  {id}");
        }

        console.Out.WriteLine($"signed   {ring.OldSigner} (old), {ring.NewSigner} (new)");
        console.Out.WriteLine(path);
    }
}
