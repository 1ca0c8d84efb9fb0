using TinyEdge.Bundles;
using TinyEdge.Companion.Audit;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Audit;

/// <summary>The device's own log of updates, read by the companion's independent reader.</summary>
public sealed class DeviceLogTests
{
    [Fact]
    public void C06_Log_OfAConfirmedAndATakenBackBundle_SaysWhatHappened()
    {
        MemoryFileStore files = LabDevice.VolumeWith(LabBundle.Of(10));
        LabDevice device = LabDevice.Boot(files);
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(11)));
        device = device.Reboot();
        device.Engine.FailTrial(ResultCode.StageTooSlow);
        DeviceLog log = Read(device.Engine);
        Assert.Empty(log.Faults);
        Assert.Equal(
            [(UpdateEvent.Stage, 10, ResultCode.Ok), (UpdateEvent.Confirm, 10, ResultCode.Ok), (UpdateEvent.Stage, 11, ResultCode.Ok), (UpdateEvent.TrialFailed, 11, ResultCode.StageTooSlow)],
            log.Records.Select(record => (Assert.Single(record.Events), (int)record.BundleSequence, record.Reason)));
        Assert.Equal(Convert.ToHexStringLower(LabBundle.FingerprintOf(LabBundle.Of(11))), log.Records[3].Fingerprint);
        Assert.Equal((UpdateOutcome.Reverted, UpdatePhase.Reverted, "A"), (log.Records[3].Outcome, log.Records[3].Phase, log.Records[3].ActiveBank));
    }

    [Fact]
    public void C06_Log_AfterManyUpdates_KeepsTheLatestAndItsSize()
    {
        MemoryFileStore files = new();
        for (uint sequence = 1; sequence <= 20; sequence++)
        {
            LabDevice device = LabDevice.Boot(files);
            Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(sequence)));
            Assert.Equal(ResultCode.Ok, device.Reboot().Engine.Confirm(ResultCode.Ok));
            DeviceLog log = Read(LabDevice.Boot(files).Engine);
            Assert.Empty(log.Faults);
            Assert.Equal(2 * sequence, log.Records[^1].Number);
            Assert.Equal(Math.Min(2 * (int)sequence, UpdateLog.Slots), log.Records.Count);
        }

        Assert.Equal(UpdateLog.Slots * UpdateLog.RecordBytes, files[UpdateLog.FileName]!.Length);
    }

    /// <summary>Every bit of a full log: the record is named, or the one that follows from it; only the chain of the oldest has nothing before it.</summary>
    [Fact]
    public void C06_Log_AnyBitTurned_IsNoticed()
    {
        byte[][] slots = FullLog();
        int oldest = Enumerable.Range(0, slots.Length).MinBy(slot => LittleEndian.ReadUInt32(slots[slot], 0));
        for (int slot = 0; slot < slots.Length; slot++)
        {
            for (int bit = 0; bit < 8 * UpdateLog.RecordBytes; bit++)
            {
                byte[][] bad = [.. slots.Select(bytes => (byte[])bytes.Clone())];
                bad[slot][bit / 8] ^= (byte)(1 << (bit % 8));
                bool isSeen = DeviceLog.From(bad).Faults.Count > 0;

                // What the oldest record followed is gone, so its fields stand on nothing but the mac of the answer.
                Assert.True(isSeen || (slot == oldest && bit / 8 < UpdateLog.FieldBytes), $"slot {slot}, bit {bit}");
            }
        }
    }

    [Fact]
    public void C06_Log_RecordsExchangedDoubledOrMissing_IsNoticed()
    {
        byte[][] slots = FullLog();
        byte[][] exchanged = [.. slots];
        (exchanged[3], exchanged[4]) = (exchanged[4], exchanged[3]);
        byte[][] doubled = [.. slots];
        doubled[6] = doubled[5];
        Assert.NotEmpty(DeviceLog.From(exchanged).Faults);
        Assert.NotEmpty(DeviceLog.From(doubled).Faults);
        Assert.NotEmpty(DeviceLog.From([.. slots[..4], new byte[UpdateLog.RecordBytes], .. slots[5..]]).Faults);
    }

    /// <summary>A power cut at every write of a stage and of a confirm, in every way: the log goes on, and no change is missing from it.</summary>
    [Fact]
    public void C06_Log_PowerCutAtAnyWrite_LosesNoChange()
    {
        int cuts = 0;
        foreach (CutMode mode in Enum.GetValues<CutMode>())
        {
            for (int operation = 0; ; operation++)
            {
                MemoryFileStore files = LabDevice.VolumeWith(LabBundle.Of(10));
                if (!RunCut(files, new PowerCut(operation, mode)))
                {
                    break;
                }

                cuts++;
                files.PowerOn();
                LabDevice device = LabDevice.Boot(files);
                if (device.Record.ActiveBundleSequence != 11 && !device.Engine.InTrial)
                {
                    Assert.True(device.Push(LabBundle.Of(11)) == ResultCode.Ok, $"{operation}:{mode}");
                    device = device.Reboot();
                }

                if (device.Engine.InTrial)
                {
                    Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));
                }

                DeviceLog log = Read(device.Engine);
                Assert.True(log.Faults.Count == 0, $"{operation}:{mode}: {string.Join("; ", log.Faults)}");
                if (mode == CutMode.Emptied && log.Records[0].Number == 1 && log.Records.Count < 4)
                {
                    // LittleFS never empties a file that is written to; if one did, the log would begin again, and the number says so.
                    continue;
                }

                Assert.Contains(log.Records, record => record.BundleSequence == 11 && record.Events.Contains(UpdateEvent.Stage));
                Assert.Equal((11L, UpdateEvent.Confirm), (log.Records[^1].BundleSequence, Assert.Single(log.Records[^1].Events)));
                Assert.True(log.Records.Count is >= 4 and <= 6, $"{operation}:{mode}: {log.Records.Count} records");
            }
        }

        Assert.InRange(cuts, 50, int.MaxValue);
    }

    [Fact]
    public void Log_FlashThatTakesNoLog_UpdatesAllTheSame()
    {
        MemoryFileStore files = LabDevice.VolumeWith(LabBundle.Of(10));
        files.WriteFault = (name, _) => name == UpdateLog.FileName ? ResultCode.StorageFull : ResultCode.Ok;
        LabDevice device = LabDevice.Boot(files);
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(11)));
        Assert.Equal(ResultCode.Ok, device.Reboot().Engine.Confirm(ResultCode.Ok));
        Assert.Equal(2, Read(LabDevice.Boot(files).Engine).Records.Count);
    }

    [Fact]
    public void Note_SameChangeAgainBecauseTheRecordFailed_IsWrittenOnce()
    {
        MemoryFileStore files = LabDevice.VolumeWith(LabBundle.Of(10));
        Assert.Equal(ResultCode.Ok, LabDevice.Boot(files).Push(LabBundle.Of(11)));
        LabDevice device = LabDevice.Boot(files);
        files.WriteFault = (name, _) => name == UpdateLog.FileName ? ResultCode.Ok : ResultCode.StorageWriteFailed;
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(ResultCode.StorageWriteFailed, device.Engine.FailTrial(ResultCode.StageTooSlow));
        }

        files.WriteFault = null;
        Assert.Equal(4, Read(device.Engine).Records.Count);
    }

    [Fact]
    public void C06_CompareWith_LogFormattedReplacedOrUnknownPush_IsSaid()
    {
        DeviceLog log = DeviceLog.From(FullLog());
        DeviceLogRecord newest = log.Records[^1];
        AuditLine[] pushes = [.. log.Records.Select(record => Line(AuditEntry.Push("http://device", record.Fingerprint, record.BundleSequence, null)))];
        Assert.Empty(log.CompareWith("d1", [.. pushes, Line(AuditEntry.Device("d1", newest.Number, newest.Chain))]));
        Assert.Empty(log.CompareWith("d1", [.. pushes, Line(AuditEntry.Device("d2", newest.Number + 5, newest.Chain))]));
        Assert.Contains("formatted", Assert.Single(log.CompareWith("d1", [.. pushes, Line(AuditEntry.Device("d1", newest.Number + 1, newest.Chain))])), StringComparison.Ordinal);
        Assert.Contains("noted before", Assert.Single(log.CompareWith("d1", [.. pushes, Line(AuditEntry.Device("d1", newest.Number, new string('0', 32)))])), StringComparison.Ordinal);
        Assert.Contains("not in this log", Assert.Single(log.CompareWith("d1", pushes.Where(line => line.Text("fingerprint") != newest.Fingerprint))), StringComparison.Ordinal);
    }

    private static bool RunCut(MemoryFileStore files, PowerCut cut)
    {
        LabDevice device = LabDevice.Boot(files);
        files.Arm(cut);
        try
        {
            device.Push(LabBundle.Of(11));
            device.Reboot().Engine.Confirm(ResultCode.Ok);
            return false;
        }
        catch (PowerCutException)
        {
            return true;
        }
    }

    private static byte[][] FullLog()
    {
        MemoryFileStore files = LabDevice.VolumeWith([.. Enumerable.Range(1, 9).Select(sequence => LabBundle.Of((uint)sequence))]);
        return [.. files[UpdateLog.FileName]!.Chunk(UpdateLog.RecordBytes)];
    }

    private static AuditLine Line(AuditEntry entry)
    {
        Assert.True(AuditLine.TryParse(AuditLine.Write(1, DateTimeOffset.UnixEpoch, entry, AuditHead.None.Hash, out _), out AuditLine? line));
        return line;
    }

    private static DeviceLog Read(UpdateEngine engine)
    {
        LineWriter line = new(new byte[WireLimits.LineBytes]);
        engine.WriteLog(line);
        Assert.False(line.Overflowed);
        Assert.True(LineParser.TryParse(line.Buffer.AsSpan(0, line.End()), out DeviceLine? parsed, out LineFault fault), fault.ToString());
        return DeviceLog.From(parsed);
    }
}
