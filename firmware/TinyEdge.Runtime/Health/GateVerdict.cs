namespace TinyEdge.Runtime.Health
{
    /// <summary>What the health gate says about a trial.</summary>
    public enum GateVerdict
    {
        /// <summary>Nothing failed, something is still missing.</summary>
        Pending = 0,

        /// <summary>Everything holds; the trial may be confirmed.</summary>
        Pass = 1,

        /// <summary>The trial is to be taken back.</summary>
        Fail = 2,
    }
}
