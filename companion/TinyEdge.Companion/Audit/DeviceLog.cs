using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Companion.Audit;

/// <summary>The update log of a device, in order, its chain checked.</summary>
/// <param name="Records">From the oldest that the device keeps to the newest.</param>
/// <param name="Faults">What does not hold, as sentences; a record that power cut is one, as long as the next one has not taken its place.</param>
public sealed record DeviceLog(IReadOnlyList<DeviceLogRecord> Records, IReadOnlyList<string> Faults)
{
    /// <summary>Reads the answer to <c>audit</c>.</summary>
    internal static DeviceLog From(DeviceLine line) =>
        From([.. Enumerable.Range(0, UpdateLog.Slots).Select(slot => line.Bytes(WireLabels.UpdateRecord(slot))).TakeWhile(record => record is not null).OfType<byte[]>()]);

    /// <param name="slots">Records as they lie on the device.</param>
    internal static DeviceLog From(IReadOnlyList<byte[]> slots)
    {
        List<string> faults = [];
        List<(DeviceLogRecord Record, byte[] Bytes)> records = [];
        for (int slot = 0; slot < slots.Count; slot++)
        {
            byte[] bytes = slots[slot];
            uint number = bytes.Length == UpdateLog.RecordBytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;
            if (number == 0 || (number - 1) % UpdateLog.Slots != slot)
            {
                faults.Add($"slot {slot} holds no record that belongs there");
                continue;
            }

            records.Add((DeviceLogRecord.From(bytes), bytes));
        }

        records.Sort((a, b) => a.Record.Number.CompareTo(b.Record.Number));
        for (int i = 0; i < records.Count; i++)
        {
            bool isFirst = i == 0;
            if (!isFirst && records[i].Record.Number != records[i - 1].Record.Number + 1)
            {
                faults.Add($"between records {records[i - 1].Record.Number} and {records[i].Record.Number} some are missing");
            }
            else if ((!isFirst || records[i].Record.Number == 1) && !Follows(isFirst ? new byte[UpdateLog.ChainBytes] : records[i - 1].Bytes[UpdateLog.FieldBytes..], records[i].Bytes))
            {
                faults.Add($"record {records[i].Record.Number} does not follow from the one before: edited, or cut by a power loss");
            }
        }

        return new DeviceLog([.. records.Select(record => record.Record)], faults);
    }

    /// <summary>Compares with what was noted of this device before, and with what was pushed.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="lines">The desktop's log.</param>
    public IEnumerable<string> CompareWith(string deviceId, IEnumerable<AuditLine> lines)
    {
        List<AuditLine> known = [.. lines];
        AuditLine? noted = known.LastOrDefault(line => line.What == "device" && line.Text("deviceId") == deviceId);
        long newest = Records.Count == 0 ? 0 : Records[^1].Number;
        if (noted is not null && long.TryParse(noted.Text("number"), out long number))
        {
            if (number > newest)
            {
                yield return $"the device had record {number} before and has {newest} now: its volume was formatted, or its log cut";
            }
            else if (Records.FirstOrDefault(record => record.Number == number) is { } same && same.Chain != noted.Text("chain"))
            {
                yield return $"record {number} is not the one that was noted before";
            }
        }

        HashSet<string?> pushed = [.. known.Where(line => line.What is "push").Select(line => line.Text("fingerprint"))];
        foreach (DeviceLogRecord record in Records.Where(record => record.Events.Contains(UpdateEvent.Stage) && !pushed.Contains(record.Fingerprint)))
        {
            yield return $"bundle {record.Fingerprint} (sequence {record.BundleSequence}) was staged by a push that is not in this log: made elsewhere, or cut off";
        }
    }

    private static bool Follows(byte[] chainBefore, byte[] record) =>
        BlockDigest.Of([.. chainBefore, .. record.AsSpan(0, UpdateLog.FieldBytes)]).AsSpan(0, UpdateLog.ChainBytes).SequenceEqual(record.AsSpan(UpdateLog.FieldBytes));
}
