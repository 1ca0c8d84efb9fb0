using System.Text;

namespace TinyEdge.Companion.Keys;

/// <summary>Key files as text: PEM with lines of explanation before it, which RFC 7468 section 2 lets every reader skip.</summary>
internal static class KeyFileText
{
    public const string DevelopmentLine = "TinyEdge-Use: development";
    private const int MaxBytes = 64 * 1024;

    public static string Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
            {
                throw new KeyException($"The key file {path} was not found.", "There is no such file.", "Check the path, or make a key with 'tinyedge key new'.");
            }

            if (file.Length > MaxBytes)
            {
                throw new KeyException($"The key file {path} cannot be read.", $"It is {file.Length} bytes long, which no key is.", "Name a PEM file.");
            }

            string text = File.ReadAllText(path);
            return string.IsNullOrWhiteSpace(text)
                ? throw new KeyException($"The key file {path} cannot be read.", "It is empty.", "Restore it from a backup, or make a new key with 'tinyedge key new'.")
                : text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyException($"The key file {path} cannot be read.", exception.Message, "Check the path and its permissions.", inner: exception);
        }
    }

    public static void Write(string path, string kind, PublicKeyFile key, string pem, bool isPrivate)
    {
        StringBuilder text = new();
        text.Append($"TinyEdge {kind} key {key.KeyId}\n");
        if (key.IsDevelopment)
        {
            text.Append(DevelopmentLine).Append('\n');
        }

        text.Append(pem.ReplaceLineEndings("\n")).Append('\n');
        try
        {
            AtomicFile.Write(path, Encoding.ASCII.GetBytes(text.ToString()), overwrite: false, isPrivate);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyException($"The {kind} key was not written to {path}.", exception.Message, "Choose a path that does not exist yet in a folder that you may write to.", inner: exception);
        }
    }

    public static bool IsDevelopment(string text) => text.Split('\n').Any(line => line.Trim() == DevelopmentLine);
}
