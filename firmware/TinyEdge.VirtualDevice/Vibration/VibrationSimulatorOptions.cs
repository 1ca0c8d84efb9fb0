namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>Everything about the simulation that is not the machine's own.</summary>
public sealed record VibrationSimulatorOptions
{
    /// <summary>Same seed, same signal, bit for bit.</summary>
    public int Seed { get; init; } = 1;

    public MachineState InitialState { get; init; } = MachineState.Healthy;

    /// <summary>Time from one state to the next, s.</summary>
    public double RampSeconds { get; init; } = 2;

    /// <summary>Rotation of the sensor about x, then y, then z, degrees.</summary>
    public double RollDegrees { get; init; }

    public double PitchDegrees { get; init; }

    public double YawDegrees { get; init; }

    /// <summary>Factor on the noise of the profile.</summary>
    public double NoiseScale { get; init; } = 1;

    /// <summary>Sensor temperature at the start, degrees C.</summary>
    public double StartCelsius { get; init; } = 25;

    /// <summary>By how much it warms up in the end, degrees C.</summary>
    public double WarmUpCelsius { get; init; }

    /// <summary>Time constant of the warm-up, s.</summary>
    public double WarmUpSeconds { get; init; } = 600;

    /// <summary>Zero-g offset of every axis for each degree above the start, g. The ADXL345's data sheet gives 0.0004 (x, y) and 0.0012 (z) as typical.</summary>
    public double OffsetDriftGPerCelsius { get; init; } = 0.0004;

    /// <summary>Relative change of sensitivity for each degree above the start.</summary>
    public double GainDriftPerCelsius { get; init; } = 0.0001;

    /// <summary>Relative loss of sensitivity for each hour of the board's time: ageing in fast motion.</summary>
    public double GainLossPerHour { get; init; }
}
