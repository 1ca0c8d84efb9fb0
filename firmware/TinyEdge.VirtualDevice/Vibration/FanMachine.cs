namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>
/// The ceiling fan of the reference problem, fitted to real recordings (ShawnHymel/tinyml-example-anomaly-detection, 2020: 200 Hz, an
/// accelerometer taped to the fan, the fault a coin on one blade). Each row is a band of 5 Hz, five bins of the mean one-second
/// spectrum of the first 60 % of a file: its strongest bin in Hz and the rms of the five bins for x, y, z in g, less the sensor's
/// own noise, which is that of the recordings of the standing fan. Frequencies are those seen at 200 Hz: the main line at 80 Hz is
/// what sampling makes of 120 Hz, twice the mains frequency.
/// </summary>
public sealed class FanMachine(FanSpeed speed) : IMachine
{
    private static readonly Vector3G s_noise = new(0.00137, 0.00156, 0.00364);

    public VibrationProfile ProfileOf(MachineState state) => (state, speed) switch
    {
        (MachineState.Off, _) => new(new(-0.0076, 0.2073, 0.9779), s_noise, []),
        (MachineState.Healthy, FanSpeed.Low) => Fit(new(-0.0120, 0.2044, 0.9792), LowHealthy()),
        (MachineState.Fault, FanSpeed.Low) => Fit(new(-0.0198, 0.1928, 0.9803), LowFault()),
        (MachineState.Healthy, FanSpeed.Medium) => Fit(new(-0.0110, 0.2061, 0.9784), MediumHealthy()),
        (MachineState.Fault, FanSpeed.Medium) => Fit(new(-0.0195, 0.1980, 0.9791), MediumFault()),
        (MachineState.Healthy, FanSpeed.High) => Fit(new(-0.0103, 0.2069, 0.9778), HighHealthy()),
        (MachineState.Fault, FanSpeed.High) => Fit(new(-0.0405, 0.2323, 0.9717), HighFault()),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    // The rows of a table: Hz, x, y, z.
    private static VibrationProfile Fit(Vector3G gravity, ReadOnlySpan<double> rows)
    {
        var lines = new VibrationLine[rows.Length / 4];
        for (int i = 0; i < lines.Length; i++)
        {
            ReadOnlySpan<double> row = rows.Slice(4 * i, 4);
            lines[i] = new VibrationLine(row[0], new Vector3G(row[1], row[2], row[3]), Spread: true);
        }

        return new VibrationProfile(gravity, s_noise, lines);
    }

    private static ReadOnlySpan<double> LowHealthy() =>
    [
        5, 0.0008, 0.0006, 0.0011,
        6, 0.0009, 0.0007, 0.0010,
        11, 0.0008, 0.0008, 0.0015,
        16, 0.0006, 0.0005, 0.0005,
        25, 0.0008, 0.0013, 0.0005,
        26, 0.0007, 0.0012, 0.0009,
        33, 0.0006, 0.0005, 0.0000,
        40, 0.0009, 0.0013, 0.0007,
        44, 0.0006, 0.0004, 0.0003,
        47, 0.0007, 0.0005, 0.0000,
        51, 0.0011, 0.0009, 0.0005,
        58, 0.0006, 0.0005, 0.0005,
        65, 0.0013, 0.0009, 0.0006,
        66, 0.0013, 0.0010, 0.0003,
        75, 0.0007, 0.0005, 0.0002,
        80, 0.0075, 0.0055, 0.0024,
        81, 0.0009, 0.0010, 0.0001,
        90, 0.0008, 0.0005, 0.0000,
        94, 0.0032, 0.0024, 0.0009,
        96, 0.0010, 0.0008, 0.0001,
    ];

    private static ReadOnlySpan<double> LowFault() =>
    [
        5, 0.0008, 0.0008, 0.0012,
        6, 0.0009, 0.0008, 0.0011,
        14, 0.0007, 0.0008, 0.0015,
        17, 0.0002, 0.0007, 0.0006,
        25, 0.0004, 0.0007, 0.0006,
        26, 0.0006, 0.0011, 0.0009,
        35, 0.0004, 0.0006, 0.0004,
        40, 0.0007, 0.0009, 0.0006,
        45, 0.0004, 0.0006, 0.0003,
        50, 0.0004, 0.0007, 0.0004,
        52, 0.0007, 0.0009, 0.0004,
        59, 0.0003, 0.0006, 0.0005,
        64, 0.0005, 0.0007, 0.0008,
        66, 0.0010, 0.0009, 0.0009,
        75, 0.0004, 0.0005, 0.0004,
        80, 0.0039, 0.0034, 0.0024,
        81, 0.0019, 0.0012, 0.0016,
        90, 0.0003, 0.0006, 0.0000,
        94, 0.0019, 0.0015, 0.0011,
        98, 0.0005, 0.0006, 0.0002,
    ];

    private static ReadOnlySpan<double> MediumHealthy() =>
    [
        5, 0.0011, 0.0011, 0.0008,
        9, 0.0018, 0.0015, 0.0015,
        14, 0.0010, 0.0012, 0.0017,
        19, 0.0011, 0.0011, 0.0008,
        24, 0.0017, 0.0016, 0.0009,
        26, 0.0014, 0.0017, 0.0016,
        35, 0.0015, 0.0013, 0.0008,
        38, 0.0020, 0.0021, 0.0013,
        41, 0.0009, 0.0010, 0.0007,
        49, 0.0017, 0.0015, 0.0007,
        54, 0.0042, 0.0032, 0.0031,
        56, 0.0011, 0.0011, 0.0010,
        63, 0.0019, 0.0015, 0.0008,
        66, 0.0039, 0.0031, 0.0015,
        75, 0.0010, 0.0012, 0.0007,
        80, 0.0171, 0.0129, 0.0058,
        82, 0.0015, 0.0019, 0.0006,
        90, 0.0012, 0.0013, 0.0007,
        94, 0.0075, 0.0058, 0.0024,
        96, 0.0014, 0.0014, 0.0005,
    ];

    private static ReadOnlySpan<double> MediumFault() =>
    [
        1, 0.0009, 0.0010, 0.0010,
        9, 0.0014, 0.0012, 0.0016,
        13, 0.0013, 0.0012, 0.0018,
        17, 0.0008, 0.0007, 0.0009,
        25, 0.0009, 0.0009, 0.0008,
        27, 0.0015, 0.0014, 0.0014,
        32, 0.0008, 0.0007, 0.0006,
        40, 0.0015, 0.0013, 0.0011,
        41, 0.0012, 0.0011, 0.0008,
        50, 0.0011, 0.0009, 0.0007,
        55, 0.0049, 0.0030, 0.0028,
        56, 0.0017, 0.0012, 0.0010,
        65, 0.0012, 0.0011, 0.0011,
        67, 0.0027, 0.0022, 0.0019,
        75, 0.0011, 0.0010, 0.0009,
        80, 0.0106, 0.0087, 0.0073,
        82, 0.0037, 0.0023, 0.0034,
        90, 0.0013, 0.0012, 0.0010,
        93, 0.0050, 0.0039, 0.0032,
        96, 0.0012, 0.0011, 0.0008,
    ];

    private static ReadOnlySpan<double> HighHealthy() =>
    [
        2, 0.0024, 0.0020, 0.0016,
        10, 0.0029, 0.0020, 0.0032,
        11, 0.0035, 0.0028, 0.0039,
        16, 0.0020, 0.0019, 0.0011,
        25, 0.0029, 0.0026, 0.0013,
        26, 0.0027, 0.0037, 0.0024,
        31, 0.0018, 0.0016, 0.0014,
        39, 0.0039, 0.0041, 0.0022,
        43, 0.0021, 0.0020, 0.0013,
        50, 0.0019, 0.0019, 0.0011,
        53, 0.0055, 0.0049, 0.0026,
        56, 0.0023, 0.0021, 0.0017,
        65, 0.0033, 0.0029, 0.0016,
        66, 0.0083, 0.0066, 0.0031,
        75, 0.0022, 0.0020, 0.0011,
        80, 0.0359, 0.0287, 0.0132,
        82, 0.0033, 0.0030, 0.0013,
        90, 0.0029, 0.0027, 0.0013,
        94, 0.0150, 0.0123, 0.0058,
        96, 0.0030, 0.0028, 0.0011,
    ];

    private static ReadOnlySpan<double> HighFault() =>
    [
        5, 0.0018, 0.0016, 0.0011,
        10, 0.0030, 0.0025, 0.0026,
        11, 0.0024, 0.0022, 0.0035,
        19, 0.0018, 0.0016, 0.0009,
        23, 0.0029, 0.0029, 0.0013,
        26, 0.0021, 0.0038, 0.0024,
        35, 0.0024, 0.0019, 0.0014,
        40, 0.0032, 0.0041, 0.0019,
        41, 0.0014, 0.0015, 0.0009,
        49, 0.0029, 0.0024, 0.0013,
        52, 0.0043, 0.0040, 0.0020,
        60, 0.0015, 0.0018, 0.0013,
        63, 0.0033, 0.0030, 0.0014,
        66, 0.0071, 0.0058, 0.0027,
        75, 0.0017, 0.0021, 0.0009,
        80, 0.0308, 0.0260, 0.0111,
        82, 0.0035, 0.0028, 0.0015,
        90, 0.0024, 0.0025, 0.0010,
        94, 0.0131, 0.0112, 0.0048,
        96, 0.0029, 0.0026, 0.0010,
    ];
}
