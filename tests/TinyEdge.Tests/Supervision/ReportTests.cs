using System.Reflection;
using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Supervision;

/// <summary>The lines that a device tells of itself: complete, and never too long.</summary>
public class ReportTests
{
    /// <summary>Labels of a health line, in the order of SPEC.md.</summary>
    private static readonly string[] s_labels =
    [
        WireLabels.BundleId, WireLabels.BundleSequence, WireLabels.Fingerprint, WireLabels.FirmwareVersion, WireLabels.ModelVersion,
        WireLabels.ThresholdVersion, WireLabels.CalibrationVersion, WireLabels.Bank, WireLabels.Phase, WireLabels.Outcome, WireLabels.Reason,
        WireLabels.AttemptsLeft, WireLabels.UptimeMs, WireLabels.RecordSequence, WireLabels.UncleanBoots, WireLabels.StartResult,
        WireLabels.HeapFreeBytes, WireLabels.PoolBytes, WireLabels.PoolBudgetBytes, WireLabels.WifiResult, WireLabels.WifiJoins,
        WireLabels.KeyResult, WireLabels.KeyringResult, WireLabels.StoreResult, WireLabels.ClockResult, WireLabels.SleptMs, WireLabels.AcquireWorstUs, WireLabels.FrontEndWorstUs,
        WireLabels.InferenceWorstUs, WireLabels.DecideWorstUs, WireLabels.SensorResult, WireLabels.Samples, WireLabels.CaptureMs, WireLabels.Overruns,
        WireLabels.BusErrors, WireLabels.DroppedWindows, WireLabels.Windows, WireLabels.ClassName, WireLabels.ClassIndex, WireLabels.Score,
        WireLabels.Alarm, WireLabels.Alarms, "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", WireLabels.ScoreMeanQ8,
        WireLabels.ScoreVarianceQ16, WireLabels.FeatureMeanQ8, WireLabels.FeatureVarianceQ16, WireLabels.AppVersion, WireLabels.AppThrows,
        "a0", "a1", "a2", "a3",
    ];

    /// <summary>Values whose length is not that of an int.</summary>
    private static readonly Dictionary<string, int> s_longest = new()
    {
        [WireLabels.BundleId] = BundleFormat.BundleIdSize,
        [WireLabels.Fingerprint] = 2 * BundleFormat.FingerprintSize,
        [WireLabels.FirmwareVersion] = "255.255.65535".Length,
        [WireLabels.ModelVersion] = "255.255.65535".Length,
        [WireLabels.ThresholdVersion] = "255.255.65535".Length,
        [WireLabels.CalibrationVersion] = "255.255.65535".Length,
        [WireLabels.AppVersion] = "255.255.65535".Length,
        [WireLabels.Bank] = "golden".Length,
        [WireLabels.UptimeMs] = long.MinValue.ToString(System.Globalization.CultureInfo.InvariantCulture).Length,
        [WireLabels.Samples] = long.MinValue.ToString(System.Globalization.CultureInfo.InvariantCulture).Length,
        [WireLabels.ScoreVarianceQ16] = long.MinValue.ToString(System.Globalization.CultureInfo.InvariantCulture).Length,
        [WireLabels.FeatureVarianceQ16] = long.MinValue.ToString(System.Globalization.CultureInfo.InvariantCulture).Length,
        [WireLabels.ClassName] = ModelFormat.LabelBytes,
        [WireLabels.SleptMs] = long.MinValue.ToString(System.Globalization.CultureInfo.InvariantCulture).Length,
        [WireLabels.StartResult] = "65535".Length,
        [WireLabels.SensorResult] = "65535".Length,
        [WireLabels.WifiResult] = "65535".Length,
        [WireLabels.KeyResult] = "65535".Length,
        [WireLabels.KeyringResult] = "65535".Length,
        [WireLabels.StoreResult] = "65535".Length,
        [WireLabels.ClockResult] = "65535".Length,
    };

    [Fact]
    public void WriteHealth_RunningDevice_HasEveryLabelOnce()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), SupervisorBundle.Build(10));
        device.Run(1000);

        // The parser refuses a label that comes twice.
        Assert.Equal(s_labels, device.Health().Fields.Keys);
    }

    [Fact]
    public void WireLabels_HealthPart_IsWhatThisTestKnows()
    {
        string[] elsewhere =
        [
            "kind", "re", "result", "nonce", "mac", "crc", "retryAfterMs", "challenge", "expiresMs", "token", "next", "acknowledged", "expected",
            "deviceId", "vendor", "deviceClass", "hwRevision", "environment", "runtime", "protocol", "frontEnd", "keyIds", "natives",
            "trialBank", "securityFloor", "keyringEpoch", "a.", "b.", "state", "confirmedSequence", "failedSequence", "failedCount",
            "a.state", "b.state", "a.bundleSequence", "b.bundleSequence", "a.fingerprint", "b.fingerprint", "A", "B", "golden",

            // Of a capture.
            "at", "sampleRateHz", "xyz",

            // Added by the dispatcher.
            "serialFaults",
        ];
        IEnumerable<string> constants = typeof(WireLabels).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);

        Assert.Equal(constants.Except(elsewhere).Order(), s_labels.Except(["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "a0", "a1", "a2", "a3"]).Order());
    }

    [Fact]
    public void WriteHealth_EveryFigureAtItsLongest_FitsALineWithNonceAndMac()
    {
        int intLength = int.MinValue.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        int length = s_labels.Sum(label => 2 + label.Length + s_longest.GetValueOrDefault(label, intLength));
        length += "\tserialFaults:".Length + intLength;
        length += "kind:health".Length + "\tre:99999".Length + "\tresult:65535".Length;
        length += "\tnonce:".Length + (2 * WireLimits.NonceBytes) + "\tmac:".Length + (2 * WireLimits.MacBytes) + LineWriter.TrailerBytes;

        Assert.InRange(length, 1, WireLimits.LineBytes);
    }

    [Fact]
    public void WriteHealth_CountersAtTheirEnds_NothingIsLeftOut()
    {
        var app = new LabApp
        {
            VersionOf = () => -1,
            Deciding = (_, actions) =>
            {
                for (int slot = 0; slot < AppActions.FigureCount; slot++)
                {
                    actions.Report(slot, int.MinValue);
                }
            },
        };
        var board = new LabBoard { Resident = () => app, FreeHeapBytes = int.MinValue };
        SupervisedDevice device = SupervisedDevice.WithConfirmed(board, SupervisorBundle.Build(int.MaxValue));
        device.Run(1000);
        var health = device.Supervisor.Health;
        (health.Windows, health.DroppedWindows, health.Overruns, health.BusErrors, health.Alarms) = (int.MinValue, int.MinValue, int.MinValue, int.MinValue, int.MinValue);
        Array.Fill(health.ScoreHistogram, int.MinValue);
        for (int stage = 0; stage < 4; stage++)
        {
            health.Latency.Note((TinyEdge.Runtime.Health.PipelineStage)stage, long.MaxValue);
        }

        board.Time.UptimeMs = long.MaxValue;
        DeviceLine line = device.Health();

        Assert.Equal(s_labels.Length, line.Fields.Count);
        Assert.Equal("255.255.65535", line.Text(WireLabels.AppVersion));
        Assert.Equal(int.MinValue, line.Number("a3"));
        Assert.Equal(int.MaxValue, line.Number(WireLabels.AcquireWorstUs));
    }

    [Fact]
    public void WriteHealth_NothingRuns_StillSaysWhy()
    {
        bool broken = false;
        var board = new LabBoard { Loader = (_, _) => broken ? (ResultCode.AppLoadFailed, null) : (ResultCode.Ok, new LabApp()) };
        SupervisedDevice device = SupervisedDevice.WithConfirmed(board, SupervisorBundle.Build(10, app: [1]));
        broken = true;
        device.Reboot();

        DeviceLine line = device.Health();

        Assert.Equal("lab-10", line.Text(WireLabels.BundleId));
        Assert.Equal((long)ResultCode.AppLoadFailed, line.Number(WireLabels.StartResult));
        Assert.Null(line.Text(WireLabels.Windows));
    }

    [Fact]
    public void HealthLine_OnUart0_ComesOncePerPeriodAndParses()
    {
        var board = new LabBoard { Resident = () => new LabApp { Configuring = s => s.HealthPeriodMs = 2000 } };
        SupervisedDevice device = SupervisedDevice.PowerOn(board);
        device.Run(10_000);

        Assert.Equal(5, board.HealthLines.Count);
        foreach (string text in board.HealthLines)
        {
            Assert.True(LineParser.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out DeviceLine? line, out _));
            Assert.NotNull(DeviceHealth.FromLine(line));
        }
    }

    [Fact]
    public void WriteBanks_PreviousAndActive_NamesBoth()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), SupervisorBundle.Build(10), SupervisorBundle.Build(11));

        DeviceLine line = device.Banks();

        Assert.Equal(("previous", 10L), (line.Text(WireLabels.BankAState), line.Number(WireLabels.BankASequence)));
        Assert.Equal(11L, line.Number(WireLabels.BankBSequence));
        Assert.Equal(Convert.ToHexStringLower(PushBundle.FromBytes(SupervisorBundle.Build(11)).Fingerprint), line.Text(WireLabels.BankBFingerprint));
    }

    [Fact]
    public void SetIndicator_AppSwitchesIt_ReachesTheBoard()
    {
        bool on = true;
        var board = new LabBoard { Resident = () => new LabApp { Deciding = (_, actions) => actions.SetIndicator(on) } };
        SupervisedDevice device = SupervisedDevice.PowerOn(board);
        device.Run(2000);
        Assert.True(board.IndicatorOn);

        on = false;
        device.Run(1000);

        Assert.False(board.IndicatorOn);
    }
}
