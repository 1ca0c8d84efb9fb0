using System.Text;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;
using TinyEdge.Tests.Transport;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>What a wire does that a network does not.</summary>
public class SerialFaultTests
{
    /// <summary>A sender at another speed is noise: nothing of it is executed, and the next command at the right speed is answered.</summary>
    [Theory]
    [InlineData(0.125)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1.1)]
    [InlineData(2)]
    [InlineData(8)]
    public void T17_BaudRatesDiffer_NothingIsExecutedAndTheNextCommandIsAnswered(double receiverOverSender)
    {
        ManualClock clock = new();
        TestDevice device = new(clock);
        string commands = string.Concat(Enumerable.Repeat("\nreboot\nconfirm\nupdate open 0102030405060708 99\n@1 rollback " + new string('a', 32) + " " + new string('b', 64) + "\n", 50));
        byte[] heard = HeardAt(Encoding.ASCII.GetBytes(commands), receiverOverSender);
        Assert.NotEmpty(heard);
        ScriptLink link = new ScriptLink(clock).Send(heard, 1).Send("\n@9 id\n", SerialConsole.FramePauseMs);

        device.Console.Run(link);

        Assert.Contains("kind:identity\tre:9\tresult:0", link.Text, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0, 0), (device.Control.Reboots, device.Control.Confirms, device.Control.Rollbacks, device.Control.Session.Opens));
    }

    /// <summary>A reset in the middle of an update, as by the DTR line of many boards, with the port closed and opened again.</summary>
    [Theory]
    [InlineData(900)]
    [InlineData(1900)]
    [InlineData(3000)]
    public async Task T17_ResetAndPortReopenedMidUpdate_IsResumed(int afterBytes)
    {
        using LinkRig rig = new(serial: true);
        int heard = 0;
        rig.Host.Heard = text =>
        {
            bool isBefore = heard < afterBytes;
            heard += text.Length;
            if (isBefore && heard >= afterBytes)
            {
                rig.Host.Reset();
            }
        };

        PushResult result = await rig.PushAsync();

        rig.AssertInstalledOnce(result, $"reset after {afterBytes} bytes");
        Assert.InRange(rig.Device.Boots, 2, 3);
        Assert.True(heard > afterBytes);
        Assert.InRange(result.SentBytes, LinkRig.Bundle.Length, LinkRig.Bundle.Length + 2048);
    }

    /// <summary>What a UART (8N1, a bit read in its middle) makes of bytes that were sent at another speed.</summary>
    private static byte[] HeardAt(byte[] sent, double ratio)
    {
        bool[] line = [.. sent.SelectMany(value => Enumerable.Range(0, 10).Select(bit => bit switch { 0 => false, 9 => true, _ => (value >> (bit - 1) & 1) != 0 }))];
        bool At(double time) => time >= line.Length || line[(int)time];
        List<byte> heard = [];
        for (double time = 0; time < line.Length;)
        {
            if (At(time))
            {
                time += 0.1;
                continue;
            }

            int value = Enumerable.Range(0, 8).Sum(bit => At(time + ((bit + 1.5) / ratio)) ? 1 << bit : 0);
            heard.Add((byte)value);
            time += 9.6 / ratio;
        }

        return [.. heard];
    }
}
