using TinyEdge.Companion;

namespace TinyEdge.Faults.Mutants;

/// <summary>Every seeded bug.</summary>
public static class MutantCatalog
{
    private const string Runtime = "TinyEdge.Runtime";
    private const string Firmware = "TinyEdge.Firmware";
    private const string Update = "firmware/TinyEdge.Runtime/Update/";

    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("crc-partial", "the record's CRC covers its last 44 bytes only", Runtime, "confirm",
            new SourceEdit(Update + "BootRecord.cs", "(int)Crc32.Compute(_bytes, 0, CrcAt)", "(int)Crc32.Compute(_bytes, 16, CrcAt - 16)"),
            new SourceEdit(Update + "BootRecord.cs", "== Crc32.Compute(_bytes, 0, CrcAt)", "== Crc32.Compute(_bytes, 16, CrcAt - 16)")),
        new("floor-at-stage", "the security floor rises when a bundle is staged, not when it is confirmed", Runtime, "floor-bump-revert",
            new SourceEdit(Update + "SpareBankWriter.cs",
                "code = _journal.Apply(UpdateEvent.Stage, ResultCode.Ok, _parser.Manifest.TrialAttempts);",
                "code = _journal.Apply(UpdateEvent.Stage, ResultCode.Ok, _parser.Manifest.TrialAttempts); _journal.Next.SecurityFloor = _parser.Manifest.SecurityFloor;")),
        new("floor-after-confirm", "confirm and the floor it raises are two records", Runtime, "floor-bump",
            new SourceEdit(Update + "UpdateEngine.cs",
                "_journal.Apply(UpdateEvent.Confirm, ResultCode.Ok, (int)_running.SecurityFloor);\n            if (_running.KeyringLength == 0)\n            {\n",
                "_journal.Apply(UpdateEvent.Confirm, ResultCode.Ok, 0);\n            if (_running.KeyringLength == 0)\n            {\n_journal.TryCommit(); _journal.Begin(); _journal.Next.SecurityFloor = _running.SecurityFloor;\n")),
        new("pointer-before-readback", "the record says staged before the bank was read back", Runtime, "stage",
            new SourceEdit(Update + "SpareBankWriter.cs",
                "code = _reader.TryVerify(Spare, false);",
                "_journal.Begin(); _journal.Apply(UpdateEvent.Stage, ResultCode.Ok, _parser.Manifest.TrialAttempts); code = _journal.TryCommit(); if (code == ResultCode.Ok) { return _reader.TryVerify(Spare, false); }")),
        new("attempts-after-load", "an attempt is counted when the trial has been judged, not before it is loaded", Runtime, "trial-dies",
            new SourceEdit(Update + "BootChooser.cs",
                "recordResult = _journal.TryCommit();\n                if (recordResult == ResultCode.Ok)",
                "_journal.Current.CopyFrom(_journal.Next);\n                if (recordResult == ResultCode.Ok)")),
        new("attempts-forgotten", "a trial whose attempts are used up is tried again", Runtime, "trial-dies",
            new SourceEdit(Update + "BootChooser.cs", "if (next.AttemptsLeft == 0)", "if (next.AttemptsLeft == 0 && next.UncleanBoots > 0)"),
            new SourceEdit(Update + "BootJournal.cs", "_next.AttemptsLeft--;", "_next.AttemptsLeft = _next.AttemptsLeft > 1 ? _next.AttemptsLeft - 1 : 1;")),
        new("record-in-place", "the record is rewritten where it lies", Runtime, "confirm",
            new SourceEdit(Update + "BootRecordStore.cs", "int file = (int)(sequence & 1);", "int file = _currentFile == NoFile ? 0 : _currentFile;")),
        new("record-not-compared", "a record that was written is not read back", Runtime, "rollback",
            new SourceEdit(Update + "BootRecordStore.cs", "return code == ResultCode.Ok ? TryCompare(name, bytes) : code;", "return code;")),
        new("spare-deleted-first", "the spare bank is deleted before the record gives it up", Runtime, "third",
            new SourceEdit(Update + "SpareBankWriter.cs",
                "code = ClaimSpare(parser.Manifest.Sequence);\n            }\n\n            if (code == ResultCode.Ok)\n            {\n                code = DeleteOldContent();",
                "code = DeleteOldContent();\n            }\n\n            if (code == ResultCode.Ok)\n            {\n                code = ClaimSpare(parser.Manifest.Sequence);")),
        new("one-look", "a bank that was not found once is given up", Runtime, "confirm",
            new SourceEdit(Update + "BankReader.cs", "return code == ResultCode.Ok ? code : TryRead(bank, isConfirmed);", "return code == ResultCode.Ok || code == ResultCode.BankEmpty ? code : TryRead(bank, isConfirmed);")),
        new("flush-not-dispose", "a file is flushed, and never disposed", Firmware, "stage",
            new SourceEdit("firmware/TinyEdge.Firmware/FlashFileStore.cs", "written.Dispose();", "written.Flush();")),
    ];

    /// <exception cref="TinyEdgeException">There is none of that name.</exception>
    public static Mutant Find(string name) => All.FirstOrDefault(mutant => mutant.Name == name) ?? throw new TinyEdgeException(
        ExitCode.Usage, $"There is no seeded bug '{name}'.", $"They are {string.Join(", ", All.Select(mutant => mutant.Name))}.", "Use one of these.");
}
