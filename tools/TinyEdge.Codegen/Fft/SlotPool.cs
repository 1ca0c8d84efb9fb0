namespace TinyEdge.Codegen.Fft;

/// <summary>
/// Names of the local variables of one method, each used again as soon as its value is dead: an interpreter's method has 255 of
/// them, and the first 256 have the short instructions.
/// </summary>
internal sealed class SlotPool(string prefix)
{
    private readonly Stack<string> _free = new();

    /// <summary>Every name that was needed, in order.</summary>
    public List<string> All { get; } = [];

    public string Take()
    {
        if (_free.TryPop(out string? name))
        {
            return name;
        }

        All.Add($"{prefix}{All.Count}");
        return All[^1];
    }

    public void Release(string name) => _free.Push(name);
}
