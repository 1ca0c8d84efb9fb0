namespace TinyEdge.Companion.DataSets;

/// <summary>What keeps the parts of a split apart.</summary>
public enum SplitMode
{
    /// <summary>A group is in one part only: says how a model does on machines, mountings or days that it has not seen.</summary>
    Groups,

    /// <summary>Of each file the first recordings are learnt from and the last judged on: says how it does later on the same ones.</summary>
    InTime,
}
