using System.Text;
using System.Text.RegularExpressions;
using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Transport;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>Somebody on the same network, over real sockets, while the owner wants something too.</summary>
public class AttackTests
{
    private const string Health = "GET /v1/health HTTP/1.1\r\nHost: d\r\n\r\n";
    private static readonly string s_wrongAnswer =
        "POST /v1/confirm HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\nX-TinyEdge-Auth: " + new string('a', 32) + " " + new string('b', 64) + "\r\n\r\n";

    [Fact]
    public async Task T01_AThousandWrongAnswersOverHttp_LockThatLinkForAWhileAndHealthIsServed()
    {
        using LinkRig rig = new();
        using EngineHost console = new(rig.Device, serial: true);
        string text = await SendAllAsync(rig.Host, string.Concat(Enumerable.Repeat(s_wrongAnswer + Health, 1000)), s_wrongAnswer.Length + Health.Length);

        Assert.Equal(1000, Count(text, "kind:health\tresult:0"));
        Assert.InRange(Count(text, $"kind:confirm\tresult:{(int)ResultCode.AuthenticationFailed}"), ChallengeGate.FreeFailures, 7);
        Assert.InRange(Count(text, $"kind:confirm\tresult:{(int)ResultCode.RateLimited}"), 993, 997);
        Assert.InRange(rig.Device.Gate.LockedForMs(LinkId.Http), 1, ChallengeGate.LongestLockMs);

        // The console was never locked, and answers.
        await using DeviceClient wire = console.NewClient();
        Assert.Equal(UpdatePhase.Idle, (await wire.GetHealthAsync(CancellationToken.None)).Update.Phase);
        Assert.Equal(0, rig.Device.Gate.LockedForMs(LinkId.Serial));
        await LinkRig.AssertRefusedAsync(ResultCode.NotInTrial, () => wire.ConfirmAsync(CancellationToken.None));

        // The owner's push waits as long as it is told to and gets through.
        rig.AssertInstalledOnce(await rig.PushAsync(), "after the lock");
        Assert.Equal(0, rig.Device.Gate.LockedForMs(LinkId.Http));
    }

    [Fact]
    public async Task T01_AThousandWrongAnswersOnTheConsole_LockItAloneAndItsHealthIsServed()
    {
        using LinkRig rig = new(serial: true);
        using EngineHost http = new(rig.Device);
        string wrong = "\nconfirm " + new string('a', 32) + " " + new string('b', 64) + "\nhealth\n";
        using (RawPeer peer = new(rig.Host.Port))
        {
            Task<string> reading = Task.Run(() => peer.ReadUntil("re:7"));
            Assert.True(peer.TrySend(string.Concat(Enumerable.Repeat(wrong, 1000)) + "@7 id\n"));
            string text = await reading;
            Assert.Equal(1000, Count(text, "kind:health\tresult:0"));
            Assert.InRange(Count(text, $"kind:confirm\tresult:{(int)ResultCode.AuthenticationFailed}"), ChallengeGate.FreeFailures, 7);
        }

        Assert.Equal(0, rig.Device.Gate.LockedForMs(LinkId.Http));
        await using DeviceClient network = http.NewClient();
        await LinkRig.AssertRefusedAsync(ResultCode.NotInTrial, () => network.ConfirmAsync(CancellationToken.None));
        rig.AssertInstalledOnce(await rig.PushAsync(), "after the lock");
    }

    /// <summary>A slow head, a silent socket, a body without a token and an endless poller keep reconnecting; each has its turn and no more.</summary>
    [Fact]
    public async Task T04_ConnectionKeptBusyByOthers_TheOwnersPushGetsThrough()
    {
        using LinkRig rig = new(speed: 20);
        using CancellationTokenSource stop = new();
        Task[] others =
        [
            Keep(rig.Host.Port, stop.Token, "GET /v1/health HTTP/1.1\r\nX: ", "y"),
            Keep(rig.Host.Port, stop.Token, "", null),
            Keep(rig.Host.Port, stop.Token, "PUT /v1/update/data HTTP/1.1\r\nHost: d\r\nContent-Length: 32768\r\nContent-Range: bytes 0-32767/99999\r\nX-TinyEdge-Token: " + new string('0', 32) + "\r\n\r\n", new string('z', 100)),
            Keep(rig.Host.Port, stop.Token, Health, Health),
        ];
        PushResult result = await rig.PushAsync();
        await stop.CancelAsync();
        await Task.WhenAll(others);

        rig.AssertInstalledOnce(result, "busy");
    }

    [Fact]
    public async Task T05_DataBehindTheDeclaredLength_ClosesTheConnectionAndWritesNothing()
    {
        using LinkRig rig = new(speed: 20);
        await using DeviceClient owner = rig.Host.NewClient();
        OpenedUpdate update = await owner.OpenUpdateAsync(LinkRig.Fingerprint(LinkRig.Bundle), LinkRig.Bundle.Length, CancellationToken.None);
        int mutations = rig.Device.Files.Mutations;
        string head = HttpFramingTests.DataHead(update.Token, 0, 200, LinkRig.Bundle.Length);
        using RawPeer peer = new(rig.Host.Port);
        Task<string> reading = Task.Run(peer.ReadToEnd);

        Assert.True(peer.TrySend(head + Encoding.Latin1.GetString(LinkRig.Bundle, 0, 200)));
        int sent = 0;
        string more = Encoding.Latin1.GetString(LinkRig.Bundle);
        while (peer.TrySend(more) && sent < 100_000_000)
        {
            sent += more.Length;
        }

        Assert.InRange(sent, 0, 50_000_000);
        Assert.Equal(2, Count(await reading, "HTTP/1.1 "));
        Assert.Equal((200, mutations), (rig.Device.Engine.ExpectedOffset, rig.Device.Files.Mutations));
    }

    /// <summary>The second sender is told so and waits; the first one dies, and its hold ends by itself.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task T06_SenderDiesInTheMiddle_TheSecondIsBusyAndThenGetsThrough(bool secondOverSerial)
    {
        using LinkRig rig = new();
        using EngineHost console = new(rig.Device, serial: true);
        await using (DeviceClient first = rig.Host.NewClient())
        {
            OpenedUpdate update = await first.OpenUpdateAsync(LinkRig.Fingerprint(LinkRig.OtherBundle), LinkRig.OtherBundle.Length, CancellationToken.None);
            await first.SendDataAsync(update, 0, LinkRig.OtherBundle.AsMemory(0, 2000), CancellationToken.None);
            await using DeviceClient asks = (secondOverSerial ? console : rig.Host).NewClient();
            await LinkRig.AssertRefusedAsync(
                ResultCode.Busy, () => asks.OpenUpdateAsync(LinkRig.Fingerprint(LinkRig.Bundle), LinkRig.Bundle.Length, CancellationToken.None));
        }

        await using DeviceClient second = (secondOverSerial ? console : rig.Host).NewClient();
        rig.AssertInstalledOnce(await rig.PushAsync(through: second), "second");
    }

    /// <summary>The first goes on meanwhile: neither harms the other.</summary>
    [Fact]
    public async Task T06_SerialPushWhileAWifiPushIsActive_IsBusyAndTheFirstEndsWell()
    {
        using LinkRig rig = new();
        using EngineHost console = new(rig.Device, serial: true);
        await using DeviceClient wifi = rig.Host.NewClient();
        await using DeviceClient wire = console.NewClient();
        OpenedUpdate update = await wifi.OpenUpdateAsync(LinkRig.Fingerprint(LinkRig.Bundle), LinkRig.Bundle.Length, CancellationToken.None);
        for (int at = 0; at < LinkRig.Bundle.Length; at += 500)
        {
            int count = Math.Min(500, LinkRig.Bundle.Length - at);
            Assert.Equal(ResultCode.Ok, (await wifi.SendDataAsync(update, at, LinkRig.Bundle.AsMemory(at, count), CancellationToken.None)).Result);
            await LinkRig.AssertRefusedAsync(
                ResultCode.Busy, () => wire.OpenUpdateAsync(LinkRig.Fingerprint(LinkRig.OtherBundle), LinkRig.OtherBundle.Length, CancellationToken.None));
            await LinkRig.AssertRefusedAsync(ResultCode.Busy, () => wire.AbortUpdateAsync(CancellationToken.None));
        }

        await wifi.FinishUpdateAsync(CancellationToken.None);

        Assert.Equal(LinkRig.Bundle, rig.BankA);
        Assert.Equal(UpdatePhase.Staged, rig.Device.Engine.Record.Phase);
    }

    [Fact]
    public async Task T07_PushDuringATrial_IsRefusedWithItsCodeAndTheSameBundleIsFollowed()
    {
        using LinkRig rig = new();
        rig.Device.TrialVerdict = ResultCode.NeedMore;
        Assert.Equal(PushOutcome.TrialPending, (await rig.PushAsync(waits: false)).Outcome);

        await LinkRig.AssertRefusedAsync(ResultCode.TrialInProgress, () => rig.PushAsync(LinkRig.OtherBundle));
        Assert.Equal(PushOutcome.TrialPending, (await rig.PushAsync(waits: false)).Outcome);
        Assert.Equal(1, rig.Device.Trials);
    }

    [Fact]
    public async Task T08_PushWhileARevertIsPending_IsRefusedWithItsCodeAndTakenAfterTheReboot()
    {
        using LinkRig rig = new();
        rig.AssertInstalledOnce(await rig.PushAsync(), "first");
        await using DeviceClient client = rig.Host.NewClient();
        await client.RollbackAsync(CancellationToken.None);

        await LinkRig.AssertRefusedAsync(
            ResultCode.RevertPending, () => client.OpenUpdateAsync(LinkRig.Fingerprint(LinkRig.OtherBundle), LinkRig.OtherBundle.Length, CancellationToken.None));
        rig.Host.Reset();

        Assert.Equal(PushOutcome.Confirmed, (await rig.PushAsync(LinkRig.OtherBundle)).Outcome);
    }

    /// <summary>A hundred sockets that say nothing cost the device a turn each; it has one set of buffers, made at its start.</summary>
    [Fact]
    public async Task T14_AHundredOpenSockets_HealthIsServedBehindThem()
    {
        using LinkRig rig = new(speed: 100);
        List<RawPeer> peers = [.. Enumerable.Range(0, 100).Select(_ => new RawPeer(rig.Host.Port))];
        await using DeviceClient owner = rig.Host.NewClient();

        Assert.Equal(UpdatePhase.Idle, (await owner.GetHealthAsync(CancellationToken.None)).Update.Phase);
        peers.ForEach(peer => peer.Dispose());
    }

    /// <summary>An answer that is cut short anywhere is malformed, is not executed and does not count as an attempt.</summary>
    [Fact]
    public async Task T01_AnswerCutShortAnywhere_IsMalformedAndNotAnAttempt()
    {
        using LinkRig rig = new(speed: 100);
        string auth = new string('a', 32) + " " + new string('b', 64);
        for (int length = 0; length < auth.Length; length++)
        {
            using RawPeer peer = new(rig.Host.Port);
            peer.TrySend("POST /v1/confirm HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\nX-TinyEdge-Auth: " + auth[..length] + "\r\n\r\n");
            Assert.Contains($"X-TinyEdge-Result: {(int)ResultCode.BadRequest}\r\n", peer.ReadToEnd(), StringComparison.Ordinal);
        }

        Assert.Equal(0, rig.Device.Gate.LockedForMs(LinkId.Http));
        await using DeviceClient owner = rig.Host.NewClient();
        await LinkRig.AssertRefusedAsync(ResultCode.NotInTrial, () => owner.ConfirmAsync(CancellationToken.None));
    }

    /// <summary>Sends whole requests over as many connections as the device wants, and returns all that it answered.</summary>
    private static Task<string> SendAllAsync(EngineHost host, string requests, int requestBytes)
    {
        return Task.Run(async () =>
        {
            StringBuilder answers = new();
            int done = 0;
            while (done < requests.Length)
            {
                using RawPeer peer = new(host.Port);
                int count = Math.Min(requests.Length - done, 50 * requestBytes);
                Task<string> reading = Task.Run(peer.ReadToEnd);
                string last = requests.Substring(done, count);
                peer.TrySend(last[..^4] + "\r\nConnection: close\r\n\r\n");
                answers.Append(await reading);
                done += count;
            }

            return answers.ToString();
        });
    }

    /// <summary>Keeps a connection for as long as the device bears it, and comes again.</summary>
    private static Task Keep(int port, CancellationToken stop, string first, string? then) => Task.Run(async () =>
    {
        while (!stop.IsCancellationRequested)
        {
            using RawPeer peer = new(port);
            bool isOpen = peer.TrySend(first);
            DateTime end = DateTime.UtcNow.AddMilliseconds(400);
            while (isOpen && !stop.IsCancellationRequested && DateTime.UtcNow < end)
            {
                await Task.Delay(5, CancellationToken.None);
                isOpen = then is null || peer.TrySend(then);
            }
        }
    });

    private static int Count(string text, string part) => Regex.Count(text, Regex.Escape(part));
}
