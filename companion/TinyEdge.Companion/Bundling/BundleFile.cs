using TinyEdge.Bundles;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Companion.Bundling;

/// <summary>Bundles as files (*.teb).</summary>
public static class BundleFile
{
    /// <summary>Longest file that the format allows: a full head whose every remaining byte lists a block of the largest size.</summary>
    public const int MaxBytes = BundleFormat.MaxHeadSize + (BundleFormat.MaxHeadSize / BundleFormat.DigestSize * BundleFormat.MaxBlockSize);

    /// <summary>Reads a file that may be a bundle.</summary>
    /// <exception cref="BundleException">Missing, unreadable, empty, or longer than any bundle.</exception>
    public static byte[] Load(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
            {
                throw new BundleException($"The bundle {path} was not found.", "There is no such file.", "Check the path, or build it with 'tinyedge bundle'.");
            }

            return file.Length is > 0 and <= MaxBytes
                ? File.ReadAllBytes(path)
                : throw new BundleException($"The bundle {path} was not read.", $"It is {file.Length} bytes long; a bundle has 1 to {MaxBytes}.", "Check the path.", ResultCode.BadLength);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BundleException($"The bundle {path} was not read.", exception.Message, "Check the path and its permissions.", inner: exception);
        }
    }

    /// <summary>Verifies once more and writes: the whole bundle or nothing, whatever happens.</summary>
    /// <exception cref="BundleException">It does not verify, or could not be written; a file that was there is unchanged.</exception>
    public static void Save(string path, byte[] bundle, params IReadOnlyList<PublicKeyFile> keys)
    {
        BundleVerifier.RequireSound(bundle, keys);
        try
        {
            AtomicFile.Write(path, bundle, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BundleException($"The bundle was not written to {path}.", exception.Message, "Check the folder, its permissions and the space left.", inner: exception);
        }
    }
}
