namespace TinyEdge.Faults.Soak;

/// <summary>
/// What SPEC.md says of thresholds, written a second time and another way: in doubles, over the scores that came so far.
/// </summary>
internal sealed class PlainDetector(int onLevel, int offLevel, int onCount, int offCount, int smoothingShift)
{
    private double _smoothed = double.NaN;
    private int _beyond;

    public bool Alarm { get; private set; }

    /// <summary>Takes a score, 0 to 255.</summary>
    /// <returns>True when the alarm begins or ends with it.</returns>
    public bool Take(int score)
    {
        double inQ8 = score * 256.0;
        _smoothed = double.IsNaN(_smoothed) ? inQ8 : _smoothed + Math.Floor((inQ8 - _smoothed) / Math.Pow(2, smoothingShift));
        double level = Math.Floor((_smoothed / 256.0) + 0.5);
        _beyond = (Alarm ? level <= offLevel : level >= onLevel) ? _beyond + 1 : 0;
        if (_beyond < (Alarm ? offCount : onCount) || _beyond == 0)
        {
            return false;
        }

        _beyond = 0;
        Alarm = !Alarm;
        return true;
    }
}
