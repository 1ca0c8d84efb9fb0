using TinyEdge.Runtime.Memory;

namespace TinyEdge.Cli.Bundles;

/// <summary>The memory account of a pipeline, by owner.</summary>
internal static class PoolTable
{
    public static IReadOnlyDictionary<string, int> ByOwner(StaticPool pool)
    {
        return Enum.GetValues<PoolOwner>()
            .Where(owner => pool.BytesOf(owner) > 0)
            .ToDictionary(owner => owner.ToString(), pool.BytesOf);
    }
}
