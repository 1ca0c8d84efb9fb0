using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Companion.Audit;

/// <summary>One record of a device's update log.</summary>
/// <param name="Number">From 1.</param>
/// <param name="UptimeSeconds">Since power-on; devices have no clock.</param>
/// <param name="BootRecord">Sequence of the boot record that held before; it grows with every boot of a bundle.</param>
/// <param name="Events">What happened.</param>
/// <param name="Reason">Why, where something went back.</param>
/// <param name="BundleSequence">Of the bundle that was staged, tried or left.</param>
/// <param name="Fingerprint">Likewise, 16 hex digits.</param>
/// <param name="Phase">After the change.</param>
/// <param name="Outcome">After the change.</param>
/// <param name="ActiveBank">A, B or golden, after the change.</param>
/// <param name="AttemptsLeft">After the change.</param>
/// <param name="Chain">32 hex digits.</param>
public sealed record DeviceLogRecord(
    long Number,
    long UptimeSeconds,
    long BootRecord,
    IReadOnlyList<UpdateEvent> Events,
    ResultCode Reason,
    long BundleSequence,
    string Fingerprint,
    UpdatePhase Phase,
    UpdateOutcome Outcome,
    string ActiveBank,
    int AttemptsLeft,
    string Chain)
{
    internal static DeviceLogRecord From(ReadOnlySpan<byte> bytes)
    {
        int events = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]);
        return new DeviceLogRecord(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            [.. Enum.GetValues<UpdateEvent>().Where(happened => (events & (1 << (int)happened)) != 0)],
            (ResultCode)BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]),
            Convert.ToHexStringLower(bytes.Slice(20, 8)),
            (UpdatePhase)bytes[28],
            (UpdateOutcome)bytes[29],
            bytes[30] == Bank.A ? WireLabels.BankA : bytes[30] == Bank.B ? WireLabels.BankB : WireLabels.BankGolden,
            bytes[31],
            Convert.ToHexStringLower(bytes[32..48]));
    }
}
