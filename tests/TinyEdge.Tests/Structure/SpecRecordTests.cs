using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Structure;

/// <summary>The byte tables of SPEC.md against the constants and the writers in code.</summary>
public class SpecRecordTests
{
    /// <summary>Heading in SPEC.md, size in code, magic in code (0: none).</summary>
    private static readonly (string Name, int Size, uint Magic)[] s_records =
    [
        ("Prefix", BundleFormat.PrefixSize, BundleFormat.Magic),
        ("Manifest", BundleFormat.ManifestSize, 0),
        ("Component entry", BundleFormat.ComponentEntrySize, 0),
        ("Signature block", BundleFormat.SignatureBlockSize, 0),
        ("Container header", ModelFormat.ContainerHeaderBytes, ModelFormat.Magic),
        ("Section entry", ModelFormat.SectionEntryBytes, 0),
        ("Front-end header", FrontEndSection.HeaderBytes, 0),
        ("Network header", ModelFormat.NetworkHeaderBytes, 0),
        ("Tensor", ModelFormat.TensorBytes, 0),
        ("Layer record", ModelFormat.LayerRecordBytes, 0),
        ("Thresholds", ThresholdSettings.EncodedBytes, ThresholdSettings.Magic),
        ("Calibration", CalibrationSettings.EncodedBytes, CalibrationSettings.Magic),
        ("Golden vector header", GoldenVectorReader.HeaderBytes, GoldenVectorReader.Magic),
        ("Pinned-key record", PublicKey.RecordSize, PublicKey.Magic),
        ("Boot record", BootRecord.SizeBytes, BootRecord.Magic),
        ("Baseline file", SignalBaseline.SizeBytes, SignalBaseline.Magic),
        ("Update log record", UpdateLog.RecordBytes, 0),
        ("Device-key record", DeviceKeyStore.SizeBytes, DeviceKeyStore.Magic),
    ];

    /// <summary>Offset constants of <see cref="BundleFormat"/>, in order, with their record and field in SPEC.md.</summary>
    private static readonly (string Constant, string Record, string Field)[] s_offsets =
    [
        ("MajorOffset", "Prefix", "major"),
        ("MinorOffset", "Prefix", "minor"),
        ("FlagsOffset", "Prefix", "flags"),
        ("ManifestLengthOffset", "Prefix", "manifest length"),
        ("ComponentCountOffset", "Prefix", "component count"),
        ("SignatureCountOffset", "Prefix", "signature count"),
        ("TlvLengthOffset", "Prefix", "TLV area length"),
        ("SignatureLengthOffset", "Prefix", "signature block length"),
        ("BlockSizeOffset", "Prefix", "block size"),
        ("BlockCountOffset", "Prefix", "block count"),
        ("TotalLengthOffset", "Prefix", "total length"),
        ("PrefixReservedOffset", "Prefix", "reserved"),
        ("PrefixCrcOffset", "Prefix", "CRC-32 of bytes 0..27"),
        ("BundleIdOffset", "Manifest", "bundle id"),
        ("RollbackTargetOffset", "Manifest", "rollback target"),
        ("VendorOffset", "Manifest", "vendor"),
        ("DeviceClassOffset", "Manifest", "device class"),
        ("HardwareRevisionsOffset", "Manifest", "hardware revisions"),
        ("SequenceOffset", "Manifest", "bundle sequence"),
        ("SecurityFloorOffset", "Manifest", "security floor"),
        ("FirmwareVersionOffset", "Manifest", "firmware version"),
        ("ModelVersionOffset", "Manifest", "model version"),
        ("ThresholdVersionOffset", "Manifest", "threshold version"),
        ("CalibrationVersionOffset", "Manifest", "calibration version"),
        ("RuntimeMinOffset", "Manifest", "oldest runtime"),
        ("RuntimeMaxOffset", "Manifest", "newest runtime"),
        ("EnvironmentOffset", "Manifest", "target environment"),
        ("NotAfterOffset", "Manifest", "not after"),
        ("NativeChecksumsOffset", "Manifest", "native checksum table"),
        ("KeyIdOffset", "Manifest", "key id"),
        ("PeakRamOffset", "Manifest", "peak RAM budget"),
        ("HeapFloorOffset", "Manifest", "heap floor"),
        ("KeyringEpochOffset", "Manifest", "keyring epoch"),
        ("FrontEndVersionOffset", "Manifest", "front-end version"),
        ("MaxLatencyOffset", "Manifest", "longest stage"),
        ("MinimumWindowsOffset", "Manifest", "minimum windows"),
        ("TrialDeadlineOffset", "Manifest", "trial deadline"),
        ("MinBatteryOffset", "Manifest", "least battery"),
        ("TrialAttemptsOffset", "Manifest", "trial attempts"),
        ("HealthFlagsOffset", "Manifest", "health flags"),
        ("ManifestReservedOffset", "Manifest", "reserved"),
        ("BlockListDigestOffset", "Manifest", "block-list digest"),
        ("ComponentIdOffset", "Component entry", "id"),
        ("ComponentTypeOffset", "Component entry", "type"),
        ("ComponentFlagsOffset", "Component entry", "flags"),
        ("ComponentVersionOffset", "Component entry", "version"),
        ("ComponentLengthOffset", "Component entry", "length"),
        ("ComponentFirstBlockOffset", "Component entry", "first block"),
        ("ComponentDependsOnOffset", "Component entry", "depends on"),
        ("ComponentDigestOffset", "Component entry", "digest"),
        ("ComponentDependencyOffset", "Component entry", "dependency"),
    ];

    /// <summary>A second field of the same name has no entry in the list above.</summary>
    private static readonly (string Constant, int Value)[] s_repeatedReserved =
    [
        ("ComponentReserved1Offset", BundleFormat.ComponentReserved1Offset),
        ("ComponentReserved2Offset", BundleFormat.ComponentReserved2Offset),
    ];

    [RepositoryFact]
    public void Records_InSpec_AreTheRecordsInCode()
    {
        Assert.Equal(
            s_records.Select(record => $"{record.Name}, {record.Size}").Order(StringComparer.Ordinal),
            SpecDocument.Records().Select(record => $"{record.Name}, {record.Size}").Order(StringComparer.Ordinal));
    }

    [RepositoryFact]
    public void Fields_OfEveryRecord_LeaveNoGapAndFillIt()
    {
        foreach (SpecRecord record in SpecDocument.Records())
        {
            int at = 0;
            foreach (SpecField field in record.Fields)
            {
                Assert.True(field.At == at, $"{record.Name}: '{field.Name}' is said to be at {field.At}, and what is before it ends at {at}.");
                at += field.Size;
            }

            Assert.True(at == record.Size, $"{record.Name}: the fields end at {at}, and the heading says {record.Size}.");
        }
    }

    [RepositoryFact]
    public void Magic_OfEveryRecord_IsTheOneInCode()
    {
        string text = SpecDocument.Text;
        foreach ((string name, _, uint magic) in s_records.Where(record => record.Magic != 0))
        {
            byte[] bytes = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, magic);
            Assert.True(text.Contains($"| 0 | 4 | magic | \"{Encoding.ASCII.GetString(bytes)}\"", StringComparison.Ordinal), $"{name}: SPEC.md lacks the magic {Encoding.ASCII.GetString(bytes)}.");
        }
    }

    [RepositoryFact]
    public void BundleOffsets_InSpec_AreThoseInCode()
    {
        Dictionary<string, int> inCode = typeof(BundleFormat).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.Name.EndsWith("Offset", StringComparison.Ordinal))
            .ToDictionary(field => field.Name, field => Convert.ToInt32(field.GetRawConstantValue(), CultureInfo.InvariantCulture));
        foreach ((string constant, string record, string name) in s_offsets)
        {
            Assert.True(inCode.Remove(constant, out int value), $"BundleFormat.{constant} is gone");
            Assert.True(SpecDocument.Record(record)[name].At == value, $"SPEC.md, {record}: '{name}' is not at {value}.");
        }

        foreach ((string constant, int value) in s_repeatedReserved)
        {
            inCode.Remove(constant);
            Assert.Contains(SpecDocument.Record("Component entry").Fields, field => field.Name == "reserved" && field.At == value);
        }

        Assert.Empty(inCode.Keys);
    }

    [RepositoryFact]
    public void BootRecord_FieldsSetOneByOne_ChangeTheBytesThatSpecNames()
    {
        byte[] fingerprint = [0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8];
        (string Field, Action<BootRecord> Set)[] fields =
        [
            ("phase", record => record.Phase = UpdatePhase.Trial),
            ("activeBank", record => record.ActiveBank = 0x5A),
            ("sequence", record => record.Sequence = 0x11223344),
            ("trialBank", record => record.TrialBank = 0x5A),
            ("attemptsLeft", record => record.AttemptsLeft = 0x5A),
            ("uncleanBoots", record => record.UncleanBoots = 0x5A),
            ("lastOutcome", record => record.LastOutcome = UpdateOutcome.RolledBack),
            ("activeBundleSequence", record => record.ActiveBundleSequence = 0x11223344),
            ("trialBundleSequence", record => record.TrialBundleSequence = 0x11223344),
            ("trialFingerprint", record => record.SetTrial(Bank.None, 0, fingerprint, 0)),
            ("securityFloor", record => record.SecurityFloor = 0x11223344),
            ("keyringEpoch", record => record.KeyringEpoch = 0x1122),
            ("lastReason", record => record.LastReason = (ResultCode)0x1122),
            ("revokedKeys", record => record.RevokedKeys = 0x1122),
            ("failedCount", record => record.FailedCount = 0x5A),
            ("failedSequence", record => record.FailedSequence = 0x11223344),
            ("confirmedSequence", record => record.ConfirmedSequence = 0x11223344),
            ("CRC-32 of bytes 0..59", record => record.Seal()),
        ];
        SpecRecord spec = SpecDocument.Record("Boot record");
        foreach ((string name, Action<BootRecord> set) in fields)
        {
            BootRecord record = new();
            record.SetFactory(0, 0);
            byte[] before = [.. record.Bytes];
            set(record);
            IEnumerable<int> changed = Enumerable.Range(0, before.Length).Where(i => before[i] != record.Bytes[i]);
            IEnumerable<int> expected = Enumerable.Range(spec[name].At, spec[name].Size);
            Assert.Equal($"{name}: {string.Join(' ', expected)}", $"{name}: {string.Join(' ', changed)}");
        }
    }

    [RepositoryFact]
    public void Thresholds_Written_HaveTheBytesThatSpecNames()
    {
        byte[] bytes = new byte[ThresholdSettings.EncodedBytes];
        new ThresholdSettings { ScoreClass = 1, OnLevel = 2, OffLevel = 3, OnCount = 4, OffCount = 5, SmoothingShift = 6 }.Write(bytes);
        SpecRecord spec = SpecDocument.Record("Thresholds");
        string[] names = ["score class", "on level", "off level", "on count", "off count", "smoothing shift"];
        Assert.Equal([1, 2, 3, 4, 5, 6], names.Select(name => bytes[spec[name].At]));
    }

    [RepositoryFact]
    public void Calibration_Written_HasTheBytesThatSpecNames()
    {
        CalibrationSettings settings = new();
        byte[] bytes = new byte[CalibrationSettings.EncodedBytes];
        for (int axis = 0; axis < CalibrationSettings.Axes; axis++)
        {
            settings.Offset[axis] = (short)(0x0101 * (axis + 1));
            settings.GainQ14[axis] = 0x0101 * (axis + 4);
        }

        settings.DeviceId[0] = 7;
        settings.Write(bytes);
        SpecRecord spec = SpecDocument.Record("Calibration");
        string[] names = ["offset x", "offset y", "offset z", "gain x", "gain y", "gain z", "device id"];
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], names.Select(name => bytes[spec[name].At]));
    }
}
