namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>
/// A rotor described by its physics: imbalance at the speed of rotation, falling harmonics, a bearing tone. A fault raises the
/// imbalance and brings the bearing tone out.
/// </summary>
public sealed record RotorMachine : IMachine
{
    /// <summary>Speed of rotation, Hz.</summary>
    public double RotorHz { get; init; } = 25;

    /// <summary>Amplitude at the speed of rotation, healthy, g.</summary>
    public double ImbalanceG { get; init; } = 0.02;

    /// <summary>The same with the fault, g.</summary>
    public double FaultImbalanceG { get; init; } = 0.08;

    /// <summary>Harmonics above the first, each half of the one below.</summary>
    public int Harmonics { get; init; } = 2;

    /// <summary>Bearing tone, Hz at full speed; 3.58 times the rotor for an outer race of a common eight-ball bearing.</summary>
    public double BearingHz { get; init; } = 25 * 3.58;

    /// <summary>Amplitude of the bearing tone, healthy, g.</summary>
    public double BearingG { get; init; } = 0.002;

    /// <summary>The same with the fault, g.</summary>
    public double FaultBearingG { get; init; } = 0.02;

    /// <summary>White noise of each axis, g rms.</summary>
    public double NoiseG { get; init; } = 0.002;

    public VibrationProfile ProfileOf(MachineState state)
    {
        bool fault = state == MachineState.Fault;
        return new VibrationProfile(
            new Vector3G(0, 0, 1),
            new Vector3G(NoiseG, NoiseG, NoiseG),
            state == MachineState.Off ? [] : [.. Lines(fault ? FaultImbalanceG : ImbalanceG, fault ? FaultBearingG : BearingG)]);
    }

    private IEnumerable<VibrationLine> Lines(double imbalanceG, double bearingG)
    {
        // Imbalance works in the plane of rotation, x and y; the bearing is heard along the shaft too.
        for (int k = 1; k <= 1 + Harmonics; k++)
        {
            double rms = imbalanceG / Math.Sqrt(2) / (1 << (k - 1));
            yield return new VibrationLine(k * RotorHz, new Vector3G(rms, rms, rms * 0.1), FollowsRotor: true);
        }

        double bearing = bearingG / Math.Sqrt(2);
        yield return new VibrationLine(BearingHz, new Vector3G(bearing * 0.5, bearing * 0.5, bearing), FollowsRotor: true);
    }
}
