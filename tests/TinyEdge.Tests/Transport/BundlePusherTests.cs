using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Transport;

/// <summary>The push against a device that follows a script. Fault catalogue T03, T06, T09 to T11 from the companion's side.</summary>
public class BundlePusherTests
{
    private readonly PushBundle _bundle = PushBundle.FromBytes(TestDevice.Bundle(40_000));
    private readonly WaitlessTime _time = new();
    private readonly List<PushProgress> _progress = [];

    private Task<PushResult> PushAsync(ScriptedClient client, PushOptions? options = null) =>
        new BundlePusher(client, options, _time, new Recorder(_progress)).PushAsync(_bundle, CancellationToken.None);

    [Fact]
    public async Task Push_GoodDevice_IsConfirmedOnlyAfterItsReboot()
    {
        var client = new ScriptedClient(_bundle);

        PushResult result = await PushAsync(client);

        Assert.Equal(PushOutcome.Confirmed, result.Outcome);
        Assert.Equal(_bundle.Bytes.ToArray(), client.Received.ToArray());
        Assert.Equal(40_000, result.SentBytes);
        Assert.Equal(1, client.Reboots);
        Assert.Equal(PushStage.Done, _progress[^1].Stage);
        Assert.Equal(_bundle.TotalBlocks, _progress[^1].AcknowledgedBlocks);
        Assert.Equal(_progress.Select(p => p.AcknowledgedBytes).Order(), _progress.Select(p => p.AcknowledgedBytes));
        Assert.Contains(_progress, p => p.Stage == PushStage.Trial);
    }

    [Fact]
    public async Task Push_AlreadyInstalled_IsASuccessWithoutAByte()
    {
        PushResult result = await PushAsync(new ScriptedClient(_bundle) { OpenResult = ResultCode.AlreadyInstalled });

        Assert.Equal((PushOutcome.AlreadyInstalled, 0L), (result.Outcome, result.SentBytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task T09_Push_LinkBreaksAtAPiece_GoesOnAtTheDevicesOffset(int piece)
    {
        var client = new ScriptedClient(_bundle);
        client.BreakAtSends.Add(piece);

        PushResult result = await PushAsync(client);

        Assert.Equal(PushOutcome.Confirmed, result.Outcome);
        Assert.Equal(_bundle.Bytes.ToArray(), client.Received.ToArray());
        Assert.Equal(1, result.Reconnects);
        Assert.InRange(result.SentBytes, 40_001, 45_000);
    }

    [Fact]
    public async Task Push_AcknowledgementLost_ResumesBehindThePieceWithoutSendingItAgain()
    {
        var client = new ScriptedClient(_bundle);
        client.LoseAnswerOfSends.Add(4);

        PushResult result = await PushAsync(client);

        Assert.Equal((PushOutcome.Confirmed, 40_000L), (result.Outcome, result.SentBytes));
    }

    [Fact]
    public async Task T10_Push_AnswersOfFinishAndRebootLost_IsStillASuccessAndSentOnce()
    {
        var client = new ScriptedClient(_bundle) { LosesFinishAnswer = true, LosesRebootAnswer = true };

        PushResult result = await PushAsync(client);

        Assert.Equal((PushOutcome.Confirmed, 40_000L), (result.Outcome, result.SentBytes));
        Assert.Equal(1, client.Opens);
    }

    [Fact]
    public async Task Push_DeviceRollsBack_SaysWhy()
    {
        PushResult result = await PushAsync(new ScriptedClient(_bundle) { TrialReason = ResultCode.GoldenVectorMismatch });

        Assert.Equal((PushOutcome.RolledBack, ResultCode.GoldenVectorMismatch), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task Push_TrialNeverEnds_IsPendingAndNotASuccess()
    {
        PushResult result = await PushAsync(new ScriptedClient(_bundle) { PollsInTrial = int.MaxValue });

        Assert.Equal(PushOutcome.TrialPending, result.Outcome);
    }

    [Fact]
    public async Task Push_DeviceNeverComesBack_IsALinkError()
    {
        await Assert.ThrowsAsync<DeviceLinkException>(() => PushAsync(new ScriptedClient(_bundle) { PollsUnreachable = int.MaxValue }));
    }

    [Fact]
    public async Task T06_Push_BusyForAWhile_WaitsAndThenPushes()
    {
        Assert.Equal(PushOutcome.Confirmed, (await PushAsync(new ScriptedClient(_bundle) { BusyOpens = 5 })).Outcome);
    }

    [Fact]
    public async Task Push_BusyForEver_GivesUpWithItsCode()
    {
        DeviceRefusedException error = await Assert.ThrowsAsync<DeviceRefusedException>(() => PushAsync(new ScriptedClient(_bundle) { BusyOpens = int.MaxValue }));

        Assert.Equal(ResultCode.Busy, error.Result);
    }

    [Theory]
    [InlineData(ResultCode.FailedBefore)]
    [InlineData(ResultCode.SequenceReplayed)]
    [InlineData(ResultCode.StorageFull)]
    public async Task Push_RefusedWhileSending_StopsAtOnceWithTheCode(ResultCode code)
    {
        var client = new ScriptedClient(_bundle) { RefuseSend = (2, code) };

        Assert.Equal(code, (await Assert.ThrowsAsync<DeviceRefusedException>(() => PushAsync(client))).Result);
        Assert.Equal(2, client.Sends);
    }

    /// <summary>A good head with one altered bit is refused like a bad one: it is sent once more, and no more than once.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task T02_Push_HeadRefused_IsSentOnceMore(bool forEver)
    {
        var client = new ScriptedClient(_bundle) { RefuseSend = (1, ResultCode.BadSignature), RefusesForEver = forEver };
        if (forEver)
        {
            Assert.Equal(ResultCode.BadSignature, (await Assert.ThrowsAsync<DeviceRefusedException>(() => PushAsync(client))).Result);
            Assert.Equal(2, client.Sends);
        }
        else
        {
            Assert.Equal(PushOutcome.Confirmed, (await PushAsync(client)).Outcome);
        }
    }

    /// <summary>What the device says when a request was altered or came too slowly is no verdict on the bundle.</summary>
    [Theory]
    [InlineData(ResultCode.RequestTimeout)]
    [InlineData(ResultCode.BadRequest)]
    [InlineData(ResultCode.NotFound)]
    [InlineData(ResultCode.BadLine)]
    [InlineData(ResultCode.AuthenticationFailed)]
    public async Task T04_Push_PieceNotUnderstood_IsSentAgain(ResultCode code)
    {
        var client = new ScriptedClient(_bundle) { RefuseSend = (3, code) };

        Assert.Equal(PushOutcome.Confirmed, (await PushAsync(client)).Outcome);
        Assert.Equal(2, client.Opens);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public async Task T01_Push_RebootRateLimited_IsAskedForAgainUntilItIsGranted(int refusals)
    {
        var client = new ScriptedClient(_bundle);
        for (int i = 0; i < refusals; i++)
        {
            client.RebootRefusals.Enqueue(ResultCode.RateLimited);
        }

        Assert.Equal(PushOutcome.Confirmed, (await PushAsync(client)).Outcome);
        Assert.Equal(refusals + 1, client.Reboots);
    }

    [Fact]
    public async Task T01_Push_RebootRefusedForEver_EndsWithThatCode()
    {
        var client = new ScriptedClient(_bundle);
        for (int i = 0; i < 1000; i++)
        {
            client.RebootRefusals.Enqueue(ResultCode.RateLimited);
        }

        Assert.Equal(ResultCode.RateLimited, (await Assert.ThrowsAsync<DeviceRefusedException>(() => PushAsync(client))).Result);
    }

    [Fact]
    public async Task T02_Push_BlockDamagedOnTheWayOnce_IsSentAgain()
    {
        var client = new ScriptedClient(_bundle) { RefuseSend = (3, ResultCode.BlockDigestMismatch) };

        Assert.Equal(PushOutcome.Confirmed, (await PushAsync(client)).Outcome);
    }

    [Fact]
    public async Task Push_BundleDamagedAtItsSource_GivesUpAfterBoundedTries()
    {
        var client = new ScriptedClient(_bundle) { RefuseSend = (3, ResultCode.BlockDigestMismatch), RefusesForEver = true };

        Assert.Equal(ResultCode.BlockDigestMismatch, (await Assert.ThrowsAsync<DeviceRefusedException>(() => PushAsync(client))).Result);
        Assert.InRange(client.Sends, 4, 20);
    }

    [Fact]
    public async Task Push_DeviceLosesItsSession_OpensAgain()
    {
        var client = new ScriptedClient(_bundle) { RefuseSend = (3, ResultCode.NoSession) };

        Assert.Equal(PushOutcome.Confirmed, (await PushAsync(client)).Outcome);
        Assert.Equal(2, client.Opens);
    }

    [Fact]
    public async Task Push_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        var client = new ScriptedClient(_bundle) { OnSend = count => { if (count == 3) { stop.Cancel(); } } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new BundlePusher(client, null, _time).PushAsync(_bundle, stop.Token));
        Assert.Equal(3, client.Sends);
    }

    private sealed class Recorder(List<PushProgress> list) : IProgress<PushProgress>
    {
        public void Report(PushProgress value) => list.Add(value);
    }
}
