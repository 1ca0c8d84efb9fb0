namespace TinyEdge.Companion.Recordings;

/// <summary>What a model of the fan tells apart.</summary>
public enum FanTarget
{
    /// <summary>Healthy, fault, off: <see cref="MachineState"/>, whatever the speed.</summary>
    State = 0,

    /// <summary>Off, and at each speed healthy or fault: seven classes.</summary>
    SpeedAndState = 1,
}
