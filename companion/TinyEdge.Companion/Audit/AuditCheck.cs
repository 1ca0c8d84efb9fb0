using System.Globalization;

namespace TinyEdge.Companion.Audit;

/// <summary>Finds what was done to an audit log: lines edited, replaced, dropped, reordered, duplicated, an end cut off.</summary>
public sealed class AuditCheck
{
    private readonly List<AuditFinding> _findings = [];
    private readonly Dictionary<long, (int Line, AuditLine Content)> _byNumber = [];
    private readonly HashSet<long> _editedNumbers = [];
    private readonly List<AuditLine> _lines = [];

    private AuditCheck()
    {
    }

    public IReadOnlyList<AuditFinding> Findings => _findings;

    /// <summary>Lines that are as they were written.</summary>
    public IReadOnlyList<AuditLine> Lines => _lines;

    /// <summary>Reads a log and its head file.</summary>
    /// <exception cref="TinyEdgeException">The log is missing or may not be read.</exception>
    public static AuditCheck Run(AuditLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        string text = InputFile.Read(log.FilePath, File.ReadAllText, "Name the log with --audit-log; it is made by the first signature or push.");
        AuditHead? head = InputFile.Read(log.HeadPath, AuditHead.Read);
        return Run(text, head);
    }

    /// <summary>Checks lines against each other and against the head.</summary>
    /// <param name="text">The log.</param>
    /// <param name="head">Number and hash of the last line, or null where nobody kept it.</param>
    public static AuditCheck Run(string text, AuditHead? head)
    {
        ArgumentNullException.ThrowIfNull(text);
        AuditCheck check = new();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length - 1; i++)
        {
            check.Take(lines[i], i + 1);
        }

        if (lines[^1].Length > 0)
        {
            check.Add(AuditDamage.CutOff, lines.Length, null, $"line {lines.Length} has no end: a writer was stopped, or the file was cut");
        }

        check.FindMissing(lines.Length, head);
        check.FindBrokenLinks();
        check.CompareHead(lines.Length, head);
        check._findings.Sort((a, b) => a.Line.CompareTo(b.Line));
        return check;
    }

    private void Take(string text, int line)
    {
        if (!AuditLine.TryParse(text, out AuditLine? parsed) || !parsed.HashHolds)
        {
            _editedNumbers.Add(parsed?.Number ?? line);
            _editedNumbers.Add(line);
            Add(AuditDamage.Edited, line, parsed?.Number, $"line {line} was edited: its hash is not that of its bytes");
            return;
        }

        if (!_byNumber.TryAdd(parsed.Number, (line, parsed)))
        {
            Add(AuditDamage.Duplicated, line, parsed.Number, $"line {line} has the number {parsed.Number}, as line {_byNumber[parsed.Number].Line} has");
            return;
        }

        if (_lines.Count > 0 && parsed.Number < _byNumber.Keys.Max())
        {
            Add(AuditDamage.Reordered, line, parsed.Number, $"line {line} was moved: it is number {parsed.Number} and stands behind a later one");
        }

        _lines.Add(parsed);
    }

    private void FindMissing(int end, AuditHead? head)
    {
        long last = _byNumber.Count == 0 ? 0 : _byNumber.Keys.Max();
        for (long number = 1; number < last; number++)
        {
            if (!_byNumber.ContainsKey(number) && !_editedNumbers.Contains(number))
            {
                int before = _byNumber.Where(pair => pair.Key > number).Min(pair => pair.Value.Line);
                Add(AuditDamage.Dropped, before, number, $"number {number} is missing before line {before}");
            }
        }

        if (head is not null && head.Number > Math.Max(last, _editedNumbers.DefaultIfEmpty().Max()))
        {
            Add(AuditDamage.CutOff, end, last + 1, string.Create(CultureInfo.InvariantCulture, $"the end is missing: the head says {head.Number} lines, the last one here is number {last}"));
        }
    }

    /// <summary>A line whose successor follows another hash was made anew, hash and all.</summary>
    private void FindBrokenLinks()
    {
        foreach ((long number, (int line, AuditLine content)) in _byNumber)
        {
            string? before = number == 1 ? AuditHead.None.Hash : _byNumber.TryGetValue(number - 1, out (int Line, AuditLine Content) previous) ? previous.Content.Hash : null;
            if (before is not null && content.Previous != before)
            {
                int at = number == 1 ? line : _byNumber[number - 1].Line;
                Add(AuditDamage.Replaced, at, number - 1, $"line {at} or the one after it was replaced: number {number} does not follow from it");
            }
        }
    }

    private void CompareHead(int end, AuditHead? head)
    {
        if (head is null)
        {
            if (_byNumber.Count > 0)
            {
                Add(AuditDamage.NoHead, end, null, "there is no head file: whether lines are missing at the end cannot be seen here");
            }
        }
        else if (_byNumber.TryGetValue(head.Number, out (int Line, AuditLine Content) last) && last.Content.Hash != head.Hash)
        {
            Add(AuditDamage.Replaced, last.Line, head.Number, $"line {last.Line} was replaced: the head has another hash for number {head.Number}");
        }
        else if (_byNumber.Count > 0 && _byNumber.Keys.Max() > head.Number + 1)
        {
            // One line more is a writer that was stopped before it wrote the head.
            Add(AuditDamage.Replaced, end, head.Number, $"the head says {head.Number} lines and there are more: one of the two is not of this log");
        }
    }

    private void Add(AuditDamage damage, int line, long? number, string text) => _findings.Add(new AuditFinding(damage, line, number, text));
}
