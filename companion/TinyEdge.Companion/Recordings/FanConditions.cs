namespace TinyEdge.Companion.Recordings;

/// <summary>Speed at which the fan ran.</summary>
public enum FanSpeed
{
    Off = 0,
    Low = 1,
    Medium = 2,
    High = 3,
}

/// <summary>State of a rotating machine, in the order of the reference model's outputs.</summary>
public enum MachineState
{
    Healthy = 0,
    Fault = 1,
    Off = 2,
}

/// <summary>Under which conditions a file was recorded.</summary>
/// <param name="IsMoving">The body of the fan was moved while recording: a benign change of mounting.</param>
public sealed record FanConditions(FanSpeed Speed, MachineState State, bool IsMoving);
