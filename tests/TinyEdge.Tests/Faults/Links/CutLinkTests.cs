using TinyEdge.Companion.Devices;
using TinyEdge.Tests.Transport;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>A link that breaks at any byte, in either direction, over real sockets, under the real engine.</summary>
public class CutLinkTests
{
    /// <summary>Every byte of both directions: in the middle of each message and at each boundary.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task T09_HttpCutAtEveryByte_IsResumedAndInstalledOnce(bool toDevice)
    {
        using LinkRig rig = new();
        rig.AssertInstalledOnce(await rig.PushAsync(), "uncut");
        long bytes = rig.Host.Fault.Bytes(toDevice);
        Assert.InRange(bytes, 2000, 8000);
        for (int at = 0; at <= bytes; at++)
        {
            await AssertCutAsync(rig, toDevice, at);
        }
    }

    /// <summary>Each boundary, the bytes beside it, and every eleventh byte between.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task T09_SerialCutAtBoundariesAndBetween_IsResumedAndInstalledOnce(bool toDevice)
    {
        const int Step = 11;
        using LinkRig rig = new(serial: true);
        rig.AssertInstalledOnce(await rig.PushAsync(), "uncut");
        List<long> boundaries = [.. rig.Host.Fault.Turns.Where(turn => turn.ToDevice == toDevice).Select(turn => turn.Bytes)];
        Assert.InRange(boundaries.Count, 8, 40);
        IEnumerable<long> between = Enumerable.Range(0, (int)boundaries[^1] / Step).Select(i => (long)i * Step);
        foreach (long at in boundaries.SelectMany(b => new[] { b - 1, b, b + 1 }).Concat(between).Where(at => at <= boundaries[^1]).Distinct())
        {
            await AssertCutAsync(rig, toDevice, at);
        }
    }

    /// <summary>
    /// From the last acknowledgement of data on, whatever answer is lost, not a byte is sent again, and what the device says after its reboot
    /// decides.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task T10_AnyAnswerBehindTheDataLost_CountsAsDoneWithoutSendingAgain(bool serial)
    {
        using LinkRig whole = new(serial);
        await whole.PushAsync();
        List<long> answers = [.. whole.Host.Fault.Turns.Where(turn => !turn.ToDevice).Select(turn => turn.Bytes)];

        // Identity, challenge, open and three pieces come before; challenge, finish, health, challenge, reboot and health follow.
        foreach (long end in answers.Skip(6))
        {
            using LinkRig rig = new(serial, new LinkFault(LinkFaultKind.Cut, toDevice: false, end - 1));
            PushResult result = await rig.PushAsync();

            rig.AssertInstalledOnce(result, $"answer that ends at {end}");
            Assert.Equal(LinkRig.Bundle.Length, result.SentBytes);
        }
    }

    /// <summary>The device was reset and knows nothing of the connection; nobody told the companion, which asks anew after its own patience.</summary>
    [Theory]
    [InlineData(true, 700)]
    [InlineData(true, 2500)]
    [InlineData(false, 1000)]
    [InlineData(false, 2000)]
    public async Task T13_DeviceResetLeavesAHalfOpenSocket_TheCompanionGivesItUpAndGoesOn(bool toDevice, int at)
    {
        using LinkRig rig = new(fault: new LinkFault(LinkFaultKind.Vanish, toDevice, at));
        await using HttpDeviceClient client = new(rig.Host.Http, DeviceDriver.Key, answerTimeout: TimeSpan.FromMilliseconds(100));
        Task<PushResult> push = rig.PushAsync(through: client);
        while (!rig.Host.Fault.HasHappened)
        {
            await Task.Delay(1);
        }

        rig.Host.Reset();

        rig.AssertInstalledOnce(await push, "half open");
    }

    private static async Task AssertCutAsync(LinkRig rig, bool toDevice, long at)
    {
        rig.Rearm(new LinkFault(LinkFaultKind.Cut, toDevice, at));
        PushResult result = await rig.PushAsync();

        rig.AssertInstalledOnce(result, $"cut at byte {at} {(toDevice ? "to" : "from")} the device");
        Assert.InRange(result.SentBytes, LinkRig.Bundle.Length, LinkRig.Bundle.Length + (2 * 1024));
    }
}
