using TinyEdge.Bundles;

namespace TinyEdge.Companion.Keys;

/// <summary>Keys whose private half is published (<see cref="WellKnownKeys"/>): good for tests, never for a device that leaves the bench.</summary>
public static class WellKnownKeyCheck
{
    private const string Why = "Its private half is published, so that everybody can sign with it.";
    private const string Remedy = "Make a key of your own with 'tinyedge key new'.";

    /// <summary>Whether everybody has the private half of this key.</summary>
    public static bool IsWellKnown(PublicKeyFile key) => WellKnownKeys.Contains(key.KeyIdBytes(), 0);

    /// <summary>A sentence for people, or null for a key that is not well known.</summary>
    public static string? Warning(PublicKeyFile key) =>
        IsWellKnown(key) ? $"warning: key {key.KeyId} is well known. {Why} Devices of the production ring refuse it. {Remedy}" : null;

    /// <summary>Throws for a well-known key.</summary>
    /// <param name="what">What is not done because of it.</param>
    /// <exception cref="KeyException">It is well known; exit code 4.</exception>
    public static void Refuse(PublicKeyFile key, string what)
    {
        if (IsWellKnown(key))
        {
            throw new KeyException(what, $"Key {key.KeyId} is well known. {Why}", Remedy, ResultCode.WellKnownKeyRefused, exitCode: ExitCode.Signature);
        }
    }
}
