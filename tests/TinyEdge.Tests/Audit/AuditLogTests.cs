using System.Text;
using TinyEdge.Companion;
using TinyEdge.Companion.Audit;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Audit;

/// <summary>The desktop's log: what is done to it afterwards is found, and where.</summary>
public sealed class AuditLogTests : IDisposable
{
    private const int Lines = 8;

    private readonly TemporaryFolder _folder = new();
    private readonly AuditLog _log;

    public AuditLogTests() => _log = new AuditLog(_folder.PathOf(Path.Combine("logs", "audit.jsonl")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void C06_Verify_LogAsItWasWritten_Holds()
    {
        Fill();
        AuditCheck check = AuditCheck.Run(_log);
        Assert.Empty(check.Findings);
        Assert.Equal(Enumerable.Range(1, Lines).Select(n => (long)n), check.Lines.Select(line => line.Number));
        Assert.Equal("bundle-3", check.Lines[2].Text("bundleId"));
    }

    /// <summary>Every byte of every line, a bit of it turned.</summary>
    [Fact]
    public void C06_Verify_AnyByteEdited_NamesTheLine()
    {
        Fill();
        byte[] good = File.ReadAllBytes(_log.FilePath);
        AuditHead head = AuditHead.Read(_log.HeadPath)!;
        int line = 1;
        for (int i = 0; i < good.Length; i++)
        {
            if (good[i] == '\n')
            {
                line++;
                continue;
            }

            byte[] bad = [.. good];
            bad[i] ^= 1;
            AuditCheck check = AuditCheck.Run(Encoding.UTF8.GetString(bad), head);
            Assert.Contains(check.Findings, finding => finding.Damage == AuditDamage.Edited && finding.Line == line);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void C06_Verify_LineDropped_NamesItsNumber(int number)
    {
        AuditFinding finding = Assert.Single(After(lines => lines.RemoveAt(number - 1)));
        Assert.Equal((AuditDamage.Dropped, number, (long)number), (finding.Damage, finding.Line, finding.Number!.Value));
    }

    [Fact]
    public void C06_Verify_LinesExchanged_NamesTheOneThatIsLate()
    {
        AuditFinding finding = Assert.Single(After(lines => (lines[2], lines[3]) = (lines[3], lines[2])));
        Assert.Equal((AuditDamage.Reordered, 4, 3L), (finding.Damage, finding.Line, finding.Number!.Value));
    }

    [Fact]
    public void C06_Verify_LineDoubled_NamesTheSecond()
    {
        AuditFinding finding = Assert.Single(After(lines => lines.Insert(5, lines[1])));
        Assert.Equal((AuditDamage.Duplicated, 6, 2L), (finding.Damage, finding.Line, finding.Number!.Value));
    }

    [Fact]
    public void C06_Verify_EndCutOff_IsSeenByTheHead()
    {
        AuditFinding finding = Assert.Single(After(lines => lines.RemoveRange(Lines - 2, 2)));
        Assert.Equal((AuditDamage.CutOff, 7L), (finding.Damage, finding.Number!.Value));
    }

    /// <summary>An edit that makes the line's own hash anew breaks the link of the next one; of the last line, the head.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(Lines)]
    public void C06_Verify_LineMadeAnewWithItsHash_IsReplaced(int number)
    {
        IReadOnlyList<AuditFinding> findings = After(lines =>
        {
            Assert.True(AuditLine.TryParse(lines[number - 1], out AuditLine? old));
            lines[number - 1] = AuditLine.Write(number, DateTimeOffset.UnixEpoch, Entry(99), old.Previous, out _);
        });
        Assert.Equal((AuditDamage.Replaced, number), (Assert.Single(findings).Damage, findings[0].Line));
    }

    /// <summary>What is honest to claim: who cuts log and head alike is not seen here, and a missing head is said.</summary>
    [Fact]
    public void C06_Verify_HeadMissing_SaysWhatCannotBeSeen()
    {
        Fill();
        File.Delete(_log.HeadPath);
        Assert.Equal(AuditDamage.NoHead, Assert.Single(AuditCheck.Run(_log).Findings).Damage);
    }

    [Fact]
    public void Append_WriterStoppedInALine_TheNextOneCutsItOff()
    {
        Fill();
        File.AppendAllText(_log.FilePath, "{\"n\":9,\"utc\":\"20");
        Assert.Equal(AuditDamage.CutOff, Assert.Single(AuditCheck.Run(_log).Findings).Damage);
        _log.Append(Entry(9));
        AuditCheck check = AuditCheck.Run(_log);
        Assert.Empty(check.Findings);
        Assert.Equal(Lines + 1, check.Lines.Count);
    }

    [Fact]
    public void Append_WriterStoppedBeforeTheHead_GoesOn()
    {
        Fill();
        byte[] head = File.ReadAllBytes(_log.HeadPath);
        _log.Append(Entry(9));
        File.WriteAllBytes(_log.HeadPath, head);
        Assert.Empty(AuditCheck.Run(_log).Findings);
        _log.Append(Entry(10));
        Assert.Empty(AuditCheck.Run(_log).Findings);
    }

    [Fact]
    public void Append_EndEditedOrCutOff_IsRefused()
    {
        Fill();
        string[] lines = File.ReadAllLines(_log.FilePath);
        File.WriteAllText(_log.FilePath, string.Join('\n', lines[..^3]) + "\n");
        Assert.Equal(ExitCode.BadInput, Assert.Throws<TinyEdgeException>(() => _log.Append(Entry(1))).ExitCode);
        File.WriteAllText(_log.FilePath, string.Join('\n', lines).Replace("bundle-8", "bundle-9", StringComparison.Ordinal) + "\n");
        Assert.Throws<TinyEdgeException>(() => _log.Append(Entry(1)));
    }

    [Fact]
    public void Append_ManyWritersAtOnce_LosesNothing()
    {
        const int Writers = 4;
        const int Each = 8;
        Thread[] writers = [.. Enumerable.Range(0, Writers).Select(writer => new Thread(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                new AuditLog(_log.FilePath).Append(Entry((writer * Each) + i));
            }
        }))];
        Array.ForEach(writers, writer => writer.Start());
        Array.ForEach(writers, writer => writer.Join());
        AuditCheck check = AuditCheck.Run(_log);
        Assert.Empty(check.Findings);
        Assert.Equal(Enumerable.Range(0, Writers * Each), check.Lines.Select(line => int.Parse(line.Text("sequence")!)).Order());
    }

    [Fact]
    public void Append_PlaceThatCannotBeWritten_SaysWhatToDo()
    {
        File.WriteAllText(_folder.PathOf("file"), "");
        TinyEdgeException error = Assert.Throws<TinyEdgeException>(() => new AuditLog(_folder.PathOf(Path.Combine("file", "audit.jsonl"))).Append(Entry(1)));
        Assert.Contains("--audit-log", error.Remedy, StringComparison.Ordinal);
    }

    private static AuditEntry Entry(int number) => AuditEntry.SignedBundle("0123456789abcdef", new string('a', 64), (uint)number, 1, $"bundle-{number}");

    private void Fill()
    {
        for (int i = 1; i <= Lines; i++)
        {
            _log.Append(Entry(i));
        }
    }

    private IReadOnlyList<AuditFinding> After(Action<List<string>> edit)
    {
        Fill();
        List<string> lines = [.. File.ReadAllLines(_log.FilePath)];
        edit(lines);
        File.WriteAllText(_log.FilePath, string.Join('\n', lines) + "\n");
        return AuditCheck.Run(_log).Findings;
    }
}
