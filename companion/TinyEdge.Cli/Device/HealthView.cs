using Spectre.Console;
using TinyEdge.Bundles;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Device;

/// <summary>Health and banks for people.</summary>
internal static class HealthView
{
    public static void Write(CliConsole console, DeviceHealth h)
    {
        Grid grid = new();
        grid.AddColumn(new GridColumn().NoWrap().PadRight(2));
        grid.AddColumn();
        void Row(string name, string? value) => grid.AddRow(new Text(name), new Text(value ?? "-"));
        Row("bundle", $"{h.Running.BundleId}  sequence {h.Running.BundleSequence}, fingerprint {h.Running.Fingerprint}");
        Row("versions", $"firmware {h.Running.FirmwareVersion}, model {h.Running.ModelVersion}, thresholds {h.Running.ThresholdVersion}, calibration {h.Running.CalibrationVersion}, app {h.AppVersion}");
        Row("state", State(h.Update));
        Row("up", $"{TimeSpan.FromMilliseconds(h.UptimeMs ?? 0):d\\.hh\\:mm\\:ss}, {h.UncleanBoots} unclean boots, start {Code(h.StartResult)}");
        Row("memory", $"pools {h.PoolBytes:N0} of {h.PoolBudgetBytes:N0} bytes, heap {h.HeapFreeBytes:N0} bytes free");
        Row("worst times", $"acquire {h.AcquireWorstUs:N0}, front end {h.FrontEndWorstUs:N0}, inference {h.InferenceWorstUs:N0}, decide {h.DecideWorstUs:N0} us");
        Row("sensor", $"{Code(h.SensorResult)}, {h.Samples:N0} samples, {h.Overruns} overruns, {h.BusErrors} bus errors, {h.DroppedWindows} windows dropped");
        Row("decision", $"{h.ClassName}, score {h.Score} of 255, alarm {(h.Alarm == true ? "ON" : "off")} ({h.Alarms} so far, {h.Windows:N0} windows)");
        Row("board", $"Wi-Fi {Code(h.WifiResult)} ({h.WifiJoins} joins), volume {Code(h.StoreResult)}, key {Code(h.KeyResult)}, keyring {Code(h.KeyringResult)}, clock {Code(h.ClockResult)}");
        Row("console", $"{h.SerialFaults} damaged lines, {TimeSpan.FromMilliseconds(h.SleptMs ?? 0):d\\.hh\\:mm\\:ss} in light sleep");
        console.Results.Write(grid);
    }

    /// <summary>One line for <c>--watch</c>.</summary>
    public static string Line(DeviceHealth h)
    {
        return $"{TimeSpan.FromMilliseconds(h.UptimeMs ?? 0):hh\\:mm\\:ss}  {h.Running.BundleId,-20} {h.Update.Phase,-8} {h.ClassName,-8} score {h.Score,3}  alarm {(h.Alarm == true ? "ON " : "off")}  "
            + $"windows {h.Windows,6}  sensor {Code(h.SensorResult)}";
    }

    public static string State(UpdateState state)
    {
        bool none = state.Outcome is null or Runtime.Update.UpdateOutcome.None;
        string outcome = none ? "no update yet" : $"last update {state.Outcome}";
        string reason = state.Reason is null or ResultCode.Ok ? "" : none ? $" (boot record: {Code(state.Reason)})" : $" because of {Code(state.Reason)}";
        return $"bank {state.Bank}, {state.Phase}, {outcome}{reason}";
    }

    public static string Code(ResultCode? code)
    {
        return code is null ? "-" : $"{(int)code} {code}";
    }
}
