using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// Marks a method whose instructions run for every sample, bin, multiply-accumulate, limb or byte. Such a method allocates
    /// nothing, has no try block and makes no virtual or interface call; the compliance tests hold it to that.
    /// </summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class HotPathAttribute : Attribute
    {
    }
}
