using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Companion.Components;

/// <summary>
/// <c>calibration.json</c>: what one sensor, as mounted, must be corrected by. A sample becomes (raw - offset) * gain.
/// </summary>
/// <param name="DeviceId">Sixteen hex digits of the one device it was measured on; empty for any.</param>
/// <param name="OffsetG">Offset of x, y, z in g, -8 to 8.</param>
/// <param name="Gain">Gain of x, y, z, 0.5 to 1.9999.</param>
public sealed record CalibrationFile(string DeviceId, double[] OffsetG, double[] Gain)
{
    public const string Example = """{ "deviceId": "", "offsetG": [0, 0, 0], "gain": [1, 1, 1] }""";

    public static CalibrationFile Identity { get; } = new("", [0, 0, 0], [1, 1, 1]);

    public static CalibrationFile Load(string path) => ComponentJson.Read<CalibrationFile>(path, Example);

    /// <summary>Reads UTF-8 JSON; <paramref name="name"/> is for messages.</summary>
    public static CalibrationFile Parse(ReadOnlySpan<byte> json, string name) => ComponentJson.Parse<CalibrationFile>(json, name, Example);

    public void Save(string path) => ComponentJson.Write(path, this);

    public byte[] ToComponent(string origin)
    {
        CalibrationSettings settings = new();
        if (DeviceId.Length > 0)
        {
            byte[] id = ParseId(origin);
            id.CopyTo(settings.DeviceId, 0);
        }

        if (OffsetG.Length != CalibrationSettings.Axes || Gain.Length != CalibrationSettings.Axes)
        {
            throw Invalid(origin, $"offsetG has {OffsetG.Length} and gain {Gain.Length} values; both need one each for x, y and z.");
        }

        for (int axis = 0; axis < CalibrationSettings.Axes; axis++)
        {
            double counts = Math.Round(OffsetG[axis] * AccelScale.LsbPerG);
            double gainQ14 = Math.Round(Gain[axis] * CalibrationSettings.UnityGainQ14);
            if (!(Math.Abs(counts) <= short.MaxValue))
            {
                throw Invalid(origin, $"offsetG[{axis}] is {OffsetG[axis]}; it must lie between -8 and 8 g.");
            }

            if (!(gainQ14 >= CalibrationSettings.MinGainQ14 && gainQ14 <= CalibrationSettings.MaxGainQ14))
            {
                throw Invalid(origin, $"gain[{axis}] is {Gain[axis]}; it must lie between 0.5 and 1.9999.");
            }

            settings.Offset[axis] = (short)counts;
            settings.GainQ14[axis] = (int)gainQ14;
        }

        byte[] bytes = new byte[CalibrationSettings.EncodedBytes];
        settings.Write(bytes);
        return bytes;
    }

    private byte[] ParseId(string origin)
    {
        try
        {
            byte[] id = Convert.FromHexString(DeviceId);
            if (id.Length == CalibrationSettings.DeviceIdBytes)
            {
                return id;
            }
        }
        catch (FormatException)
        {
        }

        throw Invalid(origin, $"deviceId '{DeviceId}' is not sixteen hex digits.");
    }

    private static TinyEdgeException Invalid(string origin, string why)
    {
        return new TinyEdgeException(ExitCode.BadInput, $"{origin} is not usable.", why, $"It should look like: {Example}");
    }
}
