using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Companion.Devices;

/// <summary>
/// Brings a bundle onto a device: sends pieces from where the device says, goes on after broken links, stages, reboots, and believes
/// nothing but what the device reports after its reboot. A lost acknowledgement is no failure: the device is asked what it has.
/// </summary>
public sealed class BundlePusher
{
    private static readonly TimeSpan s_rebootPatience = TimeSpan.FromSeconds(15);

    private const int RebootTries = 4;

    private readonly IDeviceClient _client;
    private readonly PushOptions _options;
    private readonly TimeProvider _time;
    private readonly IProgress<PushProgress>? _progress;
    private PushBundle _bundle = null!;
    private int _acknowledged;
    private int _failures;
    private int _reconnects;
    private long _sentBytes;
    private bool _wasOpened;
    private bool _headSentAgain;
    private DeviceRefusedException? _rebootRefusal;

    public BundlePusher(IDeviceClient client, PushOptions? options = null, TimeProvider? time = null, IProgress<PushProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _options = options ?? new PushOptions();
        _time = time ?? TimeProvider.System;
        _progress = progress;
    }

    /// <summary>Pushes and waits for the device's decision.</summary>
    /// <exception cref="DeviceRefusedException">The device refused the bundle; nothing it runs has changed.</exception>
    /// <exception cref="DeviceLinkException">The link broke for good, or the device did not come back.</exception>
    public async Task<PushResult> PushAsync(PushBundle bundle, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        (_bundle, _acknowledged, _failures, _reconnects, _sentBytes) = (bundle, 0, 0, 0, 0);
        (_wasOpened, _headSentAgain, _rebootRefusal) = (false, false, null);
        bool staged;
        try
        {
            staged = await TransferAsync(cancellation).ConfigureAwait(false);
        }
        catch (DeviceRefusedException)
        {
            await GiveUpAsync(cancellation).ConfigureAwait(false);
            throw;
        }

        if (!staged)
        {
            Report(PushStage.Done);
            return Result(PushOutcome.AlreadyInstalled, ResultCode.AlreadyInstalled, null);
        }

        PushResult result = await FollowTrialAsync(cancellation).ConfigureAwait(false);
        Report(PushStage.Done);
        return result;
    }

    /// <summary>Ends the session on the device, as far as there is one: the next push need not wait for it to expire.</summary>
    private async Task GiveUpAsync(CancellationToken cancellation)
    {
        try
        {
            await _client.AbortUpdateAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DeviceRefusedException or DeviceLinkException)
        {
            // The refusal that led here is what the caller must hear.
        }
    }

    /// <summary>True when the bundle is staged (or already tried), false when the device had it before.</summary>
    private async Task<bool> TransferAsync(CancellationToken cancellation)
    {
        bool finishAsked = false;
        bool protocolKnown = false;
        for (; ; )
        {
            try
            {
                if (!protocolKnown)
                {
                    await RequireProtocolAsync(cancellation).ConfigureAwait(false);
                    protocolKnown = true;
                }

                if (finishAsked && await IsStagedOrRunningAsync(cancellation).ConfigureAwait(false))
                {
                    return true;
                }

                Report(PushStage.Opening);
                OpenedUpdate update = await _client.OpenUpdateAsync(_bundle.Fingerprint, _bundle.Bytes.Length, cancellation).ConfigureAwait(false);
                if (update.Result == ResultCode.AlreadyInstalled)
                {
                    return finishAsked;
                }

                _wasOpened = true;

                if (await SendAllAsync(update, cancellation).ConfigureAwait(false))
                {
                    Report(PushStage.Finishing);
                    finishAsked = true;
                    await _client.FinishUpdateAsync(cancellation).ConfigureAwait(false);
                    return true;
                }

                await PauseAsync(new DeviceRefusedException($"{_client.Endpoint} keeps losing the update.", ResultCode.NoSession), null, cancellation).ConfigureAwait(false);
            }
            catch (DeviceLinkException error)
            {
                await PauseAsync(error, null, cancellation).ConfigureAwait(false);
            }
            catch (DeviceRefusedException error) when (error.Result is ResultCode.TrialInProgress or ResultCode.RevertPending)
            {
                if (await TryGetHealthAsync(cancellation).ConfigureAwait(false) is { } health && Runs(health))
                {
                    // An earlier push of this very bundle got this far and did not see the end of it.
                    return true;
                }

                if (error.Result == ResultCode.TrialInProgress)
                {
                    throw;
                }

                await PauseAsync(error, null, cancellation).ConfigureAwait(false);
            }
            catch (DeviceRefusedException error) when (MayPass(error.Result))
            {
                await PauseAsync(error, error.RetryAfter, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task RequireProtocolAsync(CancellationToken cancellation)
    {
        try
        {
            DeviceProtocol.Require(await _client.GetIdentityAsync(cancellation).ConfigureAwait(false), _client.Endpoint);
        }
        catch (TinyEdgeException error) when (error is not DeviceRefusedException && error.Result == ResultCode.AuthenticationFailed)
        {
            // Another key, or none: what is asked next is refused for it, and says which.
        }
    }

    /// <summary>True when everything is in; false when the device wants the update opened again.</summary>
    private async Task<bool> SendAllAsync(OpenedUpdate update, CancellationToken cancellation)
    {
        int position = update.NextOffset;
        NoteAcknowledged(position);
        while (position < update.TotalBytes)
        {
            int length = Math.Min(Math.Min(_options.PieceBytes, _client.MaxPieceBytes), update.TotalBytes - position);
            _sentBytes += length;
            UpdateAcknowledgement answer = await _client.SendDataAsync(update, position, _bundle.Bytes.Slice(position, length), cancellation).ConfigureAwait(false);
            if (answer.Result == ResultCode.Ok)
            {
                position = answer.ExpectedOffset ?? position + length;
                NoteAcknowledged(answer.AcknowledgedBytes ?? 0);
            }
            else if (answer.Result is ResultCode.OffsetMismatch or ResultCode.BlockDigestMismatch && answer.ExpectedOffset is int expected)
            {
                position = expected;
                await PauseAsync(Refused(answer.Result), TimeSpan.Zero, cancellation).ConfigureAwait(false);
            }
            else if (answer.Result is ResultCode.NoSession or ResultCode.SessionExpired or ResultCode.OffsetMismatch || PushRefusal.IsDamage(answer.Result, _wasOpened))
            {
                return false;
            }
            else if (_acknowledged == 0 && !_headSentAgain && PushRefusal.IsOfTheHead(answer.Result))
            {
                // One altered bit of a good head looks like this too; a head that is bad in the file is refused again.
                _headSentAgain = true;
                return false;
            }
            else
            {
                throw Refused(answer.Result);
            }
        }

        return true;
    }

    /// <summary>Asked after the acknowledgement of the last step was lost.</summary>
    private async Task<bool> IsStagedOrRunningAsync(CancellationToken cancellation)
    {
        DeviceHealth health = await _client.GetHealthAsync(cancellation).ConfigureAwait(false);
        return health.Update.Phase is UpdatePhase.Staged or UpdatePhase.Trial || Runs(health);
    }

    private async Task<PushResult> FollowTrialAsync(CancellationToken cancellation)
    {
        Report(PushStage.Rebooting);
        long begun = _time.GetTimestamp();
        long rebootAsked = begun;
        DeviceHealth? latest = await TryGetHealthAsync(cancellation).ConfigureAwait(false);
        if (latest is null || (latest.Update.Phase != UpdatePhase.Trial && !Runs(latest)))
        {
            await AskForRebootAsync(cancellation).ConfigureAwait(false);
        }

        while (_time.GetElapsedTime(begun) < _options.TrialTimeout)
        {
            await Task.Delay(_options.PollPause, _time, cancellation).ConfigureAwait(false);
            DeviceHealth? health = await TryGetHealthAsync(cancellation).ConfigureAwait(false);
            if (health?.Update.Phase is null)
            {
                continue;
            }

            latest = health;
            if (health.Update.Phase == UpdatePhase.Staged)
            {
                if (_time.GetElapsedTime(rebootAsked) > s_rebootPatience)
                {
                    rebootAsked = _time.GetTimestamp();
                    await AskForRebootAsync(cancellation).ConfigureAwait(false);
                }
            }
            else if (health.Update.Phase == UpdatePhase.Trial)
            {
                Report(PushStage.Trial);
                if (!_options.WaitForDecision)
                {
                    return Result(PushOutcome.TrialPending, ResultCode.Ok, health);
                }
            }
            else if (!Runs(health))
            {
                return Result(PushOutcome.RolledBack, health.Update.Reason ?? ResultCode.InternalError, health);
            }
            else if (health.Update.Phase != UpdatePhase.Reverted)
            {
                return Result(PushOutcome.Confirmed, ResultCode.Ok, health);
            }

            // Running the new bundle and reverted: the verdict is written, the reboot that carries it out is about to come.
        }

        return latest?.Update.Phase == UpdatePhase.Trial
            ? Result(PushOutcome.TrialPending, ResultCode.Ok, latest)
            : throw (Exception?)_rebootRefusal ?? new DeviceLinkException(
                $"{_client.Endpoint} did not come back with the new bundle.",
                $"It was asked to reboot {_options.TrialTimeout.TotalSeconds:0} s ago and has not reported a trial since.");
    }

    /// <summary>
    /// A reboot often takes the answer with it; whether it happened shows later. A device that refuses for the moment is asked again, here
    /// and, while the bundle stays staged, once more after a while: what is staged is not given up over it.
    /// </summary>
    private async Task AskForRebootAsync(CancellationToken cancellation)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await _client.RebootAsync(cancellation).ConfigureAwait(false);
                _rebootRefusal = null;
                return;
            }
            catch (DeviceLinkException)
            {
                _reconnects++;
                return;
            }
            catch (DeviceRefusedException error) when (MayPass(error.Result))
            {
                _rebootRefusal = error;
                if (tries == RebootTries)
                {
                    return;
                }

                await Task.Delay(error.RetryAfter ?? _options.FirstPause, _time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<DeviceHealth?> TryGetHealthAsync(CancellationToken cancellation)
    {
        try
        {
            return await _client.GetHealthAsync(cancellation).ConfigureAwait(false);
        }
        catch (DeviceLinkException)
        {
            return null;
        }
        catch (DeviceRefusedException error) when (PushRefusal.IsDamage(error.Result, _wasOpened))
        {
            return null;
        }
    }

    private bool Runs(DeviceHealth health) => string.Equals(health.Running.Fingerprint, _bundle.FingerprintHex, StringComparison.Ordinal);

    private bool MayPass(ResultCode result) => PushRefusal.MayPass(result, _wasOpened);

    private async Task PauseAsync(TinyEdgeException error, TimeSpan? pause, CancellationToken cancellation)
    {
        _failures++;
        _reconnects += error is DeviceRefusedException { Result: ResultCode.OffsetMismatch or ResultCode.BlockDigestMismatch } ? 0 : 1;
        if (_failures > _options.MaxFailuresWithoutProgress)
        {
            throw error;
        }

        double factor = Math.Pow(2, _failures - 1);
        TimeSpan backOff = _options.FirstPause * factor;
        TimeSpan wanted = pause ?? (backOff < _options.LongestPause ? backOff : _options.LongestPause);
        if (wanted > TimeSpan.Zero)
        {
            await Task.Delay(wanted, _time, cancellation).ConfigureAwait(false);
        }
    }

    private DeviceRefusedException Refused(ResultCode result) => new($"{_client.Endpoint} refused the bundle.", result);

    private void NoteAcknowledged(int bytes)
    {
        if (bytes > _acknowledged)
        {
            _acknowledged = bytes;
            _failures = 0;
        }

        Report(PushStage.Sending);
    }

    private void Report(PushStage stage)
    {
        int blocks = Math.Clamp((_acknowledged - _bundle.PayloadOffset) / _bundle.BlockBytes, 0, _bundle.TotalBlocks);
        blocks = _acknowledged >= _bundle.Bytes.Length ? _bundle.TotalBlocks : blocks;
        _progress?.Report(new PushProgress(stage, _acknowledged, _bundle.Bytes.Length, blocks, _bundle.TotalBlocks, _reconnects));
    }

    private PushResult Result(PushOutcome outcome, ResultCode reason, DeviceHealth? health) => new(outcome, reason, _sentBytes, _reconnects, health);
}
