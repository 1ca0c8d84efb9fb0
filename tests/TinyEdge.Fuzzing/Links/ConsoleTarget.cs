using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Fuzzing.Links;

/// <summary>What comes in on the serial console: lines, noise and frames of update data.</summary>
public sealed class ConsoleTarget : LinkTarget
{
    private static readonly string s_auth = new string('0', 32) + " " + new string('0', 64);

    private readonly SerialConsole[] _consoles = new SerialConsole[3];
    private readonly byte[] _raw = new byte[WireFrame.MaxRawBytes];
    private readonly byte[] _frame = new byte[WireFrame.MaxStuffedBytes + 2];
    private bool _mayProvision;

    public override string Name => "console";

    public override string Feeds => "the bytes of the serial console: command lines, noise, and frames (COBS) of update data";

    public override string Promises =>
        "whole answers that the companion reads, at most one a line or frame; the same for every cut; nothing changed without the answer to a challenge; 0 bytes allocated (provisioning: its arrays)";

    public override int MaxBytes => 4096;

    public override IReadOnlyList<byte[]> Words { get; } = [.. new[]
    {
        "\n", "\r\n", "\0", "\0\0", " ", "  ", "@1 ", "@99999 ", "@100000 ", "?", "help\n", "id\n", "health\n", "banks\n", "challenge\n", "update open ", "update finish", "update abort", "confirm ", "rollback ", "reboot ",
        "provision wifi ", "provision key ", "0102030405060708 128 ", s_auth, "challenge\nconfirm " + s_auth + "\n", "challenge\nprovision key " + string.Concat(Enumerable.Range(1, 32).Select(i => i.ToString("x2", null))) + " " + s_auth + "\n",
        "challenge\nprovision wifi 616263 - " + s_auth + "\n", "?00112233445566778899aabbccddeeff\n", "\u00FF", "\u0001", "ff",
    }.Select(Encoding.Latin1.GetBytes)];

    public override IEnumerable<byte[]> Seeds()
    {
        byte[] open = Encoding.Latin1.GetBytes("challenge\n@7 update open 0102030405060708 1500 " + s_auth + "\n");
        yield return "health\n@5 id ?00112233445566778899aabbccddeeff\nhelp\nbanks\n"u8.ToArray();
        yield return [.. open, .. Frame(0, 900, 'a'), .. Frame(900, 600, 'b'), .. Encoding.Latin1.GetBytes("challenge\nupdate finish " + s_auth + "\n")];
        yield return [.. open, .. Frame(0, 64, '\u00EE'), .. Frame(0, 64, 'a'), .. Frame(64, 1, '\0')];
        yield return Encoding.Latin1.GetBytes("challenge\nprovision wifi 616263 7061737377643132 " + s_auth + "\nchallenge\nrollback " + s_auth + "\n");
        yield return [.. "noise \u0001\n"u8, 0, .. Frame(0, 10, 'x'), .. "reboot\n"u8];
    }

    public override void CollectFields(ReadOnlySpan<byte> input, List<FuzzField> fields)
    {
        // The first bytes of each frame as they lie on the wire.
        for (int at = input.IndexOf((byte)0); at >= 0 && at + 26 < input.Length && fields.Count < 32;)
        {
            fields.Add(new FuzzField(at + 1, 1));
            fields.Add(new FuzzField(at + 2, 1));
            fields.Add(new FuzzField(at + 21, 4));
            int next = input[(at + 1)..].IndexOf((byte)0);
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    public override void Repair(FuzzBuffer input, FuzzRandom random)
    {
        // Now and then a good frame behind what was mutated, with drawn fields.
        if (random.Once(3))
        {
            int payload = 1 + random.Next(random.Once(2) ? 4 : 256);
            int count = WireFrame.Build(random.Next(65536), new byte[16], random.Once(2) ? random.Next(1600) : (int)random.NextUInt64(), new byte[payload], 0, payload, _raw, _frame);
            input.Insert(random.Next(input.Length + 1), _frame.AsSpan(0, count));
        }
    }

    public override long AllowedBytes(int inputBytes) => _mayProvision ? 24L * inputBytes : 0;

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        _mayProvision = input.IndexOf("provision"u8) >= 0;
        base.Arrange(input);
    }

    public override void Check()
    {
        int answers = DeviceAnswers.CheckConsole(Whole.Written);
        DeviceAnswers.CheckConsole(Locked.Written);
        FuzzViolation.Unless(answers <= Length, $"{answers} answers to {Length} bytes");
    }

    protected override int BytesAnAnswer => 128;

    private protected override void Start(int server, FuzzDevice device) => _consoles[server] = new SerialConsole(device.Dispatcher, Clock);

    private protected override void Serve(int server, FuzzLink link) => _consoles[server].Run(link);

    private static byte[] Frame(int position, int count, char value)
    {
        byte[] payload = new byte[count];
        Array.Fill(payload, (byte)value);
        byte[] frame = new byte[WireFrame.MaxStuffedBytes + 2];
        return frame[..WireFrame.Build(position, new byte[16], position, payload, 0, count, new byte[WireFrame.MaxRawBytes], frame)];
    }
}
