namespace System.IO;

/// <summary>Takes the drive off a path of the internal volume.</summary>
internal static class VolumePath
{
    private const string Root = "I:\\";

    public static string NameOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.StartsWith(Root, StringComparison.Ordinal))
        {
            throw new IOException("Only the internal volume I: is present; the path was '" + path + "'.");
        }

        return path.Substring(Root.Length);
    }
}
