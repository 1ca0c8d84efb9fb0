extern alias open;

using System.Buffers.Binary;
using System.Security.Cryptography;
using open::TinyEdge.Bundles;
using open::TinyEdge.Runtime.Update;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;
using TinyEdge.Fuzzing.Engine;
using RealParser = TinyEdge.Bundles.BundleParser;

namespace TinyEdge.Fuzzing.Bundles;

/// <summary>
/// A bundle from its first byte to the boot of what it staged. Three times the same bytes: whole into the parser, in pieces into the parser, in pieces
/// through the update engine with policy, spare bank and read-back. They run in a copy of the device's code that takes any signature, so that what lies
/// behind it is reached; every 64th also goes to the real one.
/// </summary>
public sealed class BundleTarget : FuzzTarget
{
    private const int RealOneIn = 64;
    private const ulong RealMask = RealOneIn - 1;

    /// <summary>Checks of the companion that ask who signed; a keyring's form is looked at where the device judges it.</summary>
    private static readonly string[] s_aboutSigners = ["signature", "keyring"];

    private readonly byte[] _keyId;
    private readonly OpenDevice _device;
    private readonly RealParser _real;
    private readonly TraceSink _whole = new();
    private readonly TraceSink _cut = new();
    private readonly Pieces _pieces = new();
    private readonly byte[] _input = new byte[Most];
    private readonly byte[] _fingerprint = new byte[32];
    private int _length;
    private ResultCode _result;
    private int _position;
    private ResultCode _policy;

    private const int Most = 24 * 1024;

    public BundleTarget()
    {
        // The own key of KeyringComposer; nobody could sign with it.
        byte[] modulus = new byte[384];
        Array.Fill(modulus, KeyringComposer.Own);
        PublicKeyFile key = PublicKeyFile.From(new RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] }, isDevelopment: false);
        _keyId = key.KeyIdBytes();
        _device = new OpenDevice(key.ToRecord());
        TinyEdge.Bundles.KeyRing trust = new(1, false);
        trust.TryAdd(key.ToDeviceKey());
        _real = new RealParser(trust, new TinyEdge.Bundles.PortableBlockDigest());
    }

    public override string Name => "bundle";

    public override string Feeds => "a whole bundle file, raw or with its checksums and digests put right, to parser, policy, update engine and boot";

    public override string Promises =>
        "a result code; the same code, position and trace for every cut into pieces; nothing on flash before the head was accepted; what is staged is the bundle, boots, "
        + "has a keyring, if any, of the next epoch, and is sound for the companion's own checks; 0 bytes allocated";

    public override int MaxBytes => Most;

    public override IEnumerable<byte[]> Seeds()
    {
        byte[] entryType = [0x02, 0x00, 0x03, 0x00, (byte)'a', (byte)'b', (byte)'c', 0x05, 0x80, 0x03, 0x00, (byte)'T', (byte)'.', (byte)'E'];
        yield return BundleComposer.Compose(512, [], _keyId, (ComponentType.Model, 700), (ComponentType.Thresholds, 16));
        yield return BundleComposer.Compose(512, entryType, _keyId, (ComponentType.AppAssembly, 513), (ComponentType.Model, 1024), (ComponentType.Thresholds, 40), (ComponentType.Calibration, 32), (ComponentType.GoldenVectors, 500));
        yield return BundleComposer.Compose(1024, [0x01, 0x00, 0x00, 0x00], _keyId, (ComponentType.Model, 1025), (ComponentType.Thresholds, 16), (99, 3));
        yield return BundleComposer.Compose(4096, [], _keyId, (ComponentType.Model, 4097), (ComponentType.Thresholds, 16));
        yield return WithKeyring(KeyringComposer.Compose([], KeyringComposer.Key(KeyringComposer.New)));
    }

    public override void CollectFields(ReadOnlySpan<byte> input, List<FuzzField> fields) => BundleFields.Collect(input, fields);

    public override void Repair(FuzzBuffer input, FuzzRandom random)
    {
        // One in eight stays as it is; the others get as far as the part that is not put right.
        int layers = random.Next(8);
        if (layers == 0)
        {
            return;
        }

        if (random.Once(4))
        {
            BundleRepair.TotalLength(input.Bytes);
        }

        if (layers >= 2 && BundleRepair.TryFind(input.Bytes, out BundlePlan plan))
        {
            Repair(input.Bytes, plan, layers);
        }

        BundleRepair.PrefixChecksum(input.Bytes);
    }

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        _length = Math.Min(input.Length, Most);
        input[.._length].CopyTo(_input);
        _whole.Clear();
        _cut.Clear();
        _device.Restart();
        Array.Clear(_fingerprint);
        if (BundleRepair.TryFind(_input.AsSpan(0, _length), out BundlePlan plan))
        {
            SHA256.HashData(_input.AsSpan(0, plan.Signed), _fingerprint);
        }
    }

    public override int Act()
    {
        BundleParser parser = _device.Parser;
        parser.Reset();
        _result = parser.Feed(_input, 0, _length, _whole, out int consumed);
        _position = parser.Position;
        FuzzViolation.Unless(consumed == _position && (consumed == _length || _result is not (ResultCode.Ok or ResultCode.NeedMore)), $"{consumed} bytes taken at position {_position} with {_result}");
        FuzzViolation.Unless(_result != ResultCode.Ok || (_position == _length && _whole.Bytes == _length && parser.Prefix.TotalLength == _length), $"Complete with {_whole.Bytes} bytes handed on of {_length}");
        CheckPieces(parser);
        _policy = Push();
        return _policy == ResultCode.Ok ? 0 : (int)_policy;
    }

    public override void Check()
    {
        byte[] input = _input[.._length];
        if (_result == ResultCode.Ok)
        {
            BundleReport report = BundleVerifier.Verify(input, []);
            BundleCheck? failed = report.Checks.FirstOrDefault(check => !check.Passed && !s_aboutSigners.Contains(check.Name));
            FuzzViolation.Unless(failed is null, $"The device takes it, the companion says: {failed?.Name}: {failed?.Detail}");
        }

        if (_policy == ResultCode.Ok)
        {
            _device.Boot();
            FuzzViolation.Unless(_device.Engine.InTrial, "What was staged is not on trial after the reboot");
        }

        if ((FuzzRandom.HashOf(input) & RealMask) == 0)
        {
            _real.Reset();
            ResultCode real = (ResultCode)(int)_real.Feed(input, 0, input.Length, null, out _);
            bool beforeSignature = _whole.Heads == 0 && real == _result;
            FuzzViolation.Unless(beforeSignature || real == ResultCode.BadSignature, $"The real parser says {real}, the open one {_result}");
            FuzzViolation.Unless(!_real.HeadAccepted, "A head without a good signature was accepted");
        }
    }

    private static void Repair(Span<byte> bundle, BundlePlan plan, int layers)
    {
        if (layers >= 3)
        {
            BundleRepair.Blocks(bundle, plan);
        }

        if (layers >= 4)
        {
            BundleRepair.Components(bundle, plan);
        }

        if (layers >= 5)
        {
            BundleRepair.Dependencies(bundle, plan);
        }

        BundleRepair.List(bundle, plan);
    }

    /// <summary>P26: code, position and what was handed on do not depend on the pieces.</summary>
    private void CheckPieces(BundleParser parser)
    {
        parser.Reset();
        _pieces.Restart(_input.AsSpan(0, _length));
        ResultCode code = ResultCode.NeedMore;
        int at = 0;
        while (at < _length && code == ResultCode.NeedMore)
        {
            int piece = Math.Min(_pieces.Next(), _length - at);
            code = parser.Feed(_input, at, piece, _cut, out int consumed);
            at += consumed;
            FuzzViolation.Unless(consumed == piece || code != ResultCode.NeedMore, $"{consumed} of {piece} bytes taken, and more wanted");
        }

        // A bundle that is whole at the end of a piece says so there; the byte behind it is refused with the next piece.
        if (code == ResultCode.Ok && at < _length)
        {
            code = parser.Feed(_input, at, _length - at, _cut, out _);
        }

        FuzzViolation.Unless(code == _result && parser.Position == _position && _cut.Trace == _whole.Trace, $"In pieces {code} at {parser.Position}, whole {_result} at {_position}");
    }

    private ResultCode Push()
    {
        UpdateEngine engine = _device.Engine;
        MemoryVolume files = _device.Files;
        ResultCode code = engine.Open(_fingerprint, 0, _length, OpenDevice.Link, out int next);
        if (code != ResultCode.Ok || next != 0)
        {
            FuzzViolation.Unless(files.Changes == 0, $"Open said {code} and changed files");
            return code;
        }

        _pieces.Restart(_input.AsSpan(0, _length));
        while (next < _length && code is ResultCode.Ok or ResultCode.NeedMore)
        {
            int piece = Math.Min(_pieces.Next(), _length - next);
            code = engine.Feed(next, _input, next, piece, OpenDevice.Link);
            next += piece;
        }

        bool accepted = _whole.Heads > 0 && engine.Record.Phase != UpdatePhase.Idle;
        FuzzViolation.Unless(accepted || files.Changes == 0, $"Files changed {files.Changes} times for a head that was refused ({code})");
        if (code is not (ResultCode.Ok or ResultCode.NeedMore))
        {
            return code;
        }

        code = engine.Finish(OpenDevice.Link);
        if (_result == ResultCode.Ok && accepted && BundleRepair.TryFindComponent(_input.AsSpan(0, _length), ComponentType.Keyring, out int at, out int length))
        {
            CheckKeyring(code, _input.AsSpan(at, length));
        }
        else
        {
            FuzzViolation.Unless((code == ResultCode.Ok) == (_result == ResultCode.Ok && accepted), $"Finish says {code}, the parser {_result}");
        }

        return code == ResultCode.Ok ? CheckStaged(files) : code;
    }

    /// <summary>A keyring is judged when everything else was good: it alone may still refuse the bundle, and then nothing is staged.</summary>
    private void CheckKeyring(ResultCode code, ReadOnlySpan<byte> keyring)
    {
        bool aboutKeys = code is ResultCode.RevokedKey or (>= ResultCode.UnsupportedAlgorithm and <= ResultCode.KeyringNotSignedByNewKey);
        FuzzViolation.Unless(code == ResultCode.Ok ? KeyringComposer.IsGood(keyring) : aboutKeys, $"Finish says {code} of a keyring");
        FuzzViolation.Unless(code == ResultCode.Ok || _device.Engine.Record.Phase == UpdatePhase.Idle, $"Finish says {code}, and the phase is {_device.Engine.Record.Phase}");
    }

    private byte[] WithKeyring(byte[] keyring)
    {
        byte[] bundle = BundleComposer.Compose(512, [], _keyId, (ComponentType.Model, 700), (ComponentType.Thresholds, 16), (ComponentType.Keyring, keyring.Length));
        BundleRepair.TryFindComponent(bundle, ComponentType.Keyring, out int at, out _);
        keyring.CopyTo(bundle, at);
        BundleRepair.All(bundle);
        return bundle;
    }

    private ResultCode CheckStaged(MemoryVolume files)
    {
        UpdateEngine engine = _device.Engine;
        bool isA = engine.Record.TrialBank == Bank.A;
        FuzzViolation.Unless(files.Content(isA ? "bank_a.teb" : "bank_b.teb").SequenceEqual(_input.AsSpan(0, _length)), "The bank holds something else than the bundle");
        FuzzViolation.Unless(engine.Record.Phase == UpdatePhase.Staged && engine.Record.SecurityFloor == 1 && engine.Record.ConfirmedSequence == 0, "Staging raised a floor");
        FuzzViolation.Unless(BinaryPrimitives.ReadUInt32LittleEndian(_input.AsSpan(BundleComposer.Prefix + 76)) == engine.Record.TrialBundleSequence, "Another sequence is recorded");
        return ResultCode.Ok;
    }
}
