namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>A spectral line.</summary>
/// <param name="Hz">Frequency; with <paramref name="FollowsRotor"/>, at full speed.</param>
/// <param name="RmsG">Root mean square of each axis, g.</param>
/// <param name="FollowsRotor">Whether the frequency rises and falls with the rotor, as imbalance and bearing tones do and mains hum does not.</param>
/// <param name="Spread">Whether a part of the energy lies beside the line, as in a measured spectrum.</param>
public readonly record struct VibrationLine(double Hz, Vector3G RmsG, bool FollowsRotor = false, bool Spread = false);
