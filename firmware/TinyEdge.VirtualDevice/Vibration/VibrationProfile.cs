namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>What a machine does in one state: its lines, its noise, and which way down is.</summary>
/// <param name="Gravity">Mean acceleration, g.</param>
/// <param name="NoiseRmsG">White noise of each axis, g.</param>
/// <param name="Lines">Spectral lines; none when the machine stands.</param>
public sealed record VibrationProfile(Vector3G Gravity, Vector3G NoiseRmsG, IReadOnlyList<VibrationLine> Lines)
{
    public bool IsRunning => Lines.Count != 0;
}
