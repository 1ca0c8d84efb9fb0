using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Fuzzing.Links;

/// <summary>What comes in on the serial console: lines, noise and frames of update data. Run three times, as <see cref="HttpTarget"/>.</summary>
public sealed class ConsoleTarget : FuzzTarget
{
    private static readonly string s_auth = new string('0', 32) + " " + new string('0', 64);

    private readonly FuzzClock _clock = new();
    private readonly FuzzLink _whole;
    private readonly FuzzLink _cut;
    private readonly FuzzLink _locked;
    private readonly FuzzDevice _device;
    private readonly FuzzDevice _cutDevice;
    private readonly FuzzDevice _lockedDevice;
    private readonly SerialConsole[] _consoles = new SerialConsole[3];
    private readonly byte[] _raw = new byte[WireFrame.MaxRawBytes];
    private readonly byte[] _frame = new byte[WireFrame.MaxStuffedBytes + 2];
    private int _length;
    private bool _mayProvision;

    public ConsoleTarget()
    {
        (_whole, _cut, _locked) = (new FuzzLink(_clock), new FuzzLink(_clock), new FuzzLink(_clock));
        (_device, _cutDevice, _lockedDevice) = (new FuzzDevice(_clock, true), new FuzzDevice(_clock, true), new FuzzDevice(_clock, false));
    }

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
        _length = input.Length;
        _mayProvision = input.IndexOf("provision"u8) >= 0;
        _whole.Restart(input, isCut: false, isSilentAtEnd: false);
        _cut.Restart(input, isCut: true, isSilentAtEnd: false);
        _locked.Restart(input, isCut: false, isSilentAtEnd: false);
        _clock.Now = 1000;
        FuzzDevice[] devices = [_device, _cutDevice, _lockedDevice];
        for (int i = 0; i < devices.Length; i++)
        {
            devices[i].Restart();
            _consoles[i] = new SerialConsole(devices[i].Dispatcher, _clock);
        }
    }

    public override int Act()
    {
        Run(0, _whole);
        Run(1, _cut);
        Run(2, _locked);
        FuzzViolation.Unless(_whole.Written.SequenceEqual(_cut.Written) && _device.Session.Trace == _cutDevice.Session.Trace && _device.Changes == _cutDevice.Changes, "Other answers to the same bytes in pieces");
        FuzzViolation.Unless(_lockedDevice.Changes == 0 && _lockedDevice.Session.Calls == 0, "The device was changed without the answer to a challenge");
        return _device.Changes > 0 ? 0 : 1 + Math.Min(_whole.WrittenBytes / 128, 30);
    }

    public override void Check()
    {
        int answers = DeviceAnswers.CheckConsole(_whole.Written);
        DeviceAnswers.CheckConsole(_locked.Written);
        FuzzViolation.Unless(answers <= _length, $"{answers} answers to {_length} bytes");
    }

    private static byte[] Frame(int position, int count, char value)
    {
        byte[] payload = new byte[count];
        Array.Fill(payload, (byte)value);
        byte[] frame = new byte[WireFrame.MaxStuffedBytes + 2];
        return frame[..WireFrame.Build(position, new byte[16], position, payload, 0, count, new byte[WireFrame.MaxRawBytes], frame)];
    }

    private void Run(int console, FuzzLink link)
    {
        _clock.Now = 1000;
        _consoles[console].Run(link);
    }
}
