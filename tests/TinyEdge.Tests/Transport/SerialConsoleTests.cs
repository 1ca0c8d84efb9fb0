using System.Text;
using CsCheck;
using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Companion.Profiling;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Tests.Transport;

/// <summary>Fault catalogue T17: what a serial line does to commands and frames.</summary>
public class SerialConsoleTests
{
    private readonly ManualClock _clock = new();
    private readonly TestDevice _device;

    public SerialConsoleTests() => _device = new TestDevice(_clock);

    private List<DeviceLine> Talk(params byte[][] pieces)
    {
        var link = new ScriptLink(_clock);
        foreach (byte[] piece in pieces)
        {
            link.Send(piece, 1);
        }

        _device.Console.Run(link);
        var lines = new List<DeviceLine>();
        var reader = new LineReader();
        reader.Feed(link.Written.ToArray(), lines.Add);
        Assert.Equal(0, reader.SkippedLines);
        return lines;
    }

    private List<DeviceLine> Talk(string text) => Talk(Encoding.Latin1.GetBytes(text));

    private static byte[] Frame(byte[] token, byte[] bundle, int position, int length, int sequence = 1)
    {
        byte[] frame = new byte[WireFrame.MaxStuffedBytes + 2];
        int count = WireFrame.Build(sequence, token, position, bundle, position, length, new byte[WireFrame.MaxRawBytes], frame);
        return frame[..count];
    }

    [Theory]
    [InlineData("id\n", "identity", ResultCode.Ok)]
    [InlineData("health\r\n", "health", ResultCode.Ok)]
    [InlineData("@17 banks\r", "banks", ResultCode.Ok)]
    [InlineData("challenge\n", "challenge", ResultCode.Ok)]
    [InlineData("confirm\n", "confirm", ResultCode.AuthenticationRequired)]
    [InlineData("update open\n", "open", ResultCode.AuthenticationRequired)]
    [InlineData("healthy\n", "error", ResultCode.UnknownCommand)]
    [InlineData("health now\n", "health", ResultCode.BadLine)]
    [InlineData("update data\n", "error", ResultCode.UnknownCommand)]
    [InlineData("confirm 00 00\n", "confirm", ResultCode.BadLine)]
    [InlineData("@x health\n", "error", ResultCode.BadLine)]
    [InlineData("@1234567 health\n", "error", ResultCode.BadLine)]
    [InlineData("HEALTH\n", "error", ResultCode.UnknownCommand)]
    public void Run_CommandLine_IsAnsweredWithItsKindAndCode(string text, string kind, ResultCode expected)
    {
        DeviceLine line = Assert.Single(Talk(text));

        Assert.Equal(kind, line.Kind);
        Assert.Equal(expected, line.Result);
        Assert.Equal(text.StartsWith("@17", StringComparison.Ordinal) ? 17 : null, line.Number(WireLabels.Reply));
    }

    [Fact]
    public void T17_Run_GiantLine_GetsOneRefusalAndTheNextLineItsAnswer()
    {
        List<DeviceLine> lines = Talk(new string('a', 1_000_000) + "\nid\n");

        Assert.Equal([ResultCode.BadLine, ResultCode.Ok], lines.Select(line => line.Result));
    }

    [Fact]
    public void T17_Run_EveryControlCharacterInALine_IsDroppedSilently()
    {
        for (int c = 1; c < 32; c++)
        {
            if (c is not ('\n' or '\r'))
            {
                Assert.Single(Talk($"hea{(char)c}lth\nid\n"));
            }
        }

        Assert.Equal(29, _device.Console.NoiseCount);
    }

    [Fact]
    public void Run_HelpText_AreCommentsForPeople()
    {
        Assert.Empty(Talk("help\n"));
    }

    [Fact]
    public void Run_Frames_BecomeTheSameBytesAndEachIsAcknowledged()
    {
        byte[] bundle = TestDevice.Bundle(5000);
        byte[] token = DeviceDriver.OpenUpdate(_device, LinkId.Serial, bundle.Length);
        byte[][] frames = [.. Enumerable.Range(0, 5).Select(i => Frame(token, bundle, i * 1024, Math.Min(1024, 5000 - (i * 1024)), i))];

        List<DeviceLine> lines = Talk(frames);

        Assert.Equal(bundle, _device.Control.Session.Received);
        Assert.All(lines, line => Assert.Equal(ResultCode.Ok, line.Result));
        Assert.Equal([0L, 1, 2, 3, 4], lines.Select(line => line.Number(WireLabels.Reply)!.Value));
        Assert.Equal(5000, lines[^1].Number(WireLabels.Acknowledged));
    }

    [Fact]
    public void T17_Run_AnyBitOfAFrameFlipped_IsNeverFedAndCostsAtMostOneFurtherFrame()
    {
        byte[] bundle = TestDevice.Bundle(200);
        int frameBits = Frame(new byte[16], bundle, 0, 40).Length * 8;
        for (int bit = 0; bit < frameBits; bit++)
        {
            var device = new TestDevice(_clock);
            byte[] own = DeviceDriver.OpenUpdate(device, LinkId.Serial, bundle.Length);
            byte[] first = Frame(own, bundle, 0, 40);
            byte[] damaged = (byte[])first.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            var link = new ScriptLink(_clock).Send(damaged, 1).Send(first, 1).Send(first, 1);

            device.Console.Run(link);

            Assert.Equal(bundle[..40], device.Control.Session.Received[..40]);
        }
    }

    [Fact]
    public void T17_Run_NoiseOfAnyKindThenSilenceThenACommand_AnswersTheCommand()
    {
        Gen.Byte.Array[0, 3000].Sample(noise =>
        {
            var clock = new ManualClock();
            var device = new TestDevice(clock);
            var link = new ScriptLink(clock).Send(noise, 1).Send("\n@9 id\n", SerialConsole.FramePauseMs);
            device.Console.Run(link);
            return link.Text.Contains("kind:identity\tre:9\tresult:0", StringComparison.Ordinal);
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public void T17_Run_AHundredThousandFuzzedFrames_FeedsOnlyWhatItsCrcVouchesFor()
    {
        byte[] bundle = TestDevice.Bundle(1 << 20);
        byte[] token = DeviceDriver.OpenUpdate(_device, LinkId.Serial, bundle.Length);
        var random = new Random(11);
        byte[] good = Frame(token, bundle, 0, 64);
        for (int i = 0; i < 100; i++)
        {
            var link = new ScriptLink(_clock);
            for (int j = 0; j < 1000; j++)
            {
                byte[] frame = (byte[])good.Clone();
                int changes = random.Next(1, 4);
                for (int k = 0; k < changes; k++)
                {
                    frame[random.Next(1, frame.Length - 1)] ^= (byte)random.Next(1, 256);
                }

                link.Send(frame);
            }

            _device.Console.Run(link);
        }

        Assert.InRange(_device.Control.Session.ExpectedOffset, 0, 64);
        Assert.True(_device.Control.Session.Feeds <= 1);
        Assert.True(_device.Console.BadFrameCount > 50_000, $"{_device.Console.BadFrameCount} bad frames");
    }

    [Fact]
    public void T17_Run_BitErrorsOfOneInAThousand_StillBringsTheBundleOverWithResends()
    {
        byte[] bundle = TestDevice.Bundle(4096);
        byte[] token = DeviceDriver.OpenUpdate(_device, LinkId.Serial, bundle.Length);
        var random = new Random(3);
        int sent = 0;
        while (_device.Control.Session.ExpectedOffset < bundle.Length)
        {
            int position = _device.Control.Session.ExpectedOffset;
            byte[] frame = Frame(token, bundle, position, Math.Min(64, bundle.Length - position));
            for (int bit = 0; bit < frame.Length * 8; bit++)
            {
                frame[bit / 8] ^= random.Next(1000) == 0 ? (byte)(1 << (bit % 8)) : (byte)0;
            }

            _device.Console.Run(new ScriptLink(_clock).Send(frame, 1));
            Assert.True(++sent < 1000, "no progress");
        }

        Assert.Equal(bundle, _device.Control.Session.Received);
    }

    [Fact]
    public void Run_FrameWithStrangersToken_IsRefused()
    {
        DeviceDriver.OpenUpdate(_device, LinkId.Serial, 100);

        DeviceLine line = Assert.Single(Talk(Frame(new byte[16], new byte[100], 0, 50)));

        Assert.Equal(ResultCode.AuthenticationFailed, line.Result);
        Assert.Equal(0, _device.Control.Session.Feeds);
    }

    [Fact]
    public void Cobs_AnyBytes_RoundTripWithoutZerosWithinTheBound()
    {
        Gen.OneOf(Gen.Byte.Array[0, 1200], Gen.Byte[0, 1].Array[0, 1200], Gen.Byte[1, 255].Array[250, 260]).Sample(raw =>
        {
            byte[] encoded = new byte[Cobs.MaxEncodedBytes(raw.Length)];
            int count = Cobs.Encode(raw, 0, raw.Length, encoded, 0);
            bool hasZero = encoded.AsSpan(0, count).Contains((byte)0);
            int decoded = Cobs.DecodeInPlace(encoded, 0, count);
            return !hasZero && encoded.AsSpan(0, decoded).SequenceEqual(raw);
        }, iter: 5000, threads: 1);
    }

    /// <summary>Worked examples of the paper by Cheshire and Baker as Wikipedia tabulates them ("Encoding examples").</summary>
    [Theory]
    [InlineData("00", "0101")]
    [InlineData("0000", "010101")]
    [InlineData("001100", "01021101")]
    [InlineData("11220033", "0311220233")]
    [InlineData("11223344", "0511223344")]
    [InlineData("11000000", "0211010101")]
    public void Cobs_PublishedExamples_AreReproduced(string raw, string expected)
    {
        byte[] bytes = Convert.FromHexString(raw);
        byte[] encoded = new byte[16];

        int count = Cobs.Encode(bytes, 0, bytes.Length, encoded, 0);

        Assert.Equal(expected, Convert.ToHexString(encoded.AsSpan(0, count)));
    }

    [Fact]
    public void T16_Poll_AfterWarmUp_AllocatesNothing()
    {
        byte[] line = Encoding.ASCII.GetBytes("@1 health ?" + new string('a', 32) + "\n");
        var link = new LoopLink(line, 100);
        _device.Console.Run(link);
        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            link.Rewind(100);
            _device.Console.Run(link);
        }));
    }
}
