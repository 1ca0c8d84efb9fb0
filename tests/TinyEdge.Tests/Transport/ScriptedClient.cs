using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;
using DeviceIdentity = TinyEdge.Companion.Devices.DeviceIdentity;

namespace TinyEdge.Tests.Transport;

/// <summary>A device on the companion's side of the link, which fails when its script says so.</summary>
internal sealed class ScriptedClient(PushBundle bundle) : IDeviceClient
{
    private UpdatePhase _phase;
    private bool _runsNew;
    private bool _rebooting;
    private int _pollsLeft;
    private ResultCode _reason;

    public List<byte> Received { get; } = [];

    public HashSet<int> BreakAtSends { get; } = [];

    public HashSet<int> LoseAnswerOfSends { get; } = [];

    public ResultCode OpenResult { get; init; }

    public (int Send, ResultCode Code)? RefuseSend { get; init; }

    public bool RefusesForEver { get; init; }

    public bool LosesFinishAnswer { get; init; }

    public bool LosesRebootAnswer { get; init; }

    public ResultCode TrialReason { get; init; }

    public int PollsInTrial { get; init; } = 3;

    public int PollsUnreachable { get; init; } = 2;

    public int BusyOpens { get; set; }

    public Action<int> OnSend { get; init; } = _ => { };

    public int Opens { get; private set; }

    public int Sends { get; private set; }

    public int Reboots { get; private set; }

    public string Endpoint => "scripted";

    public int MaxPieceBytes => 4096;

    public long ProtocolVersion { get; init; } = WireLimits.ProtocolVersion;

    public Queue<ResultCode> RebootRefusals { get; } = new();

    public Task<DeviceIdentity> GetIdentityAsync(CancellationToken cancellation) =>
        Task.FromResult(new DeviceIdentity(null, null, null, null, null, null, ProtocolVersion, null, null, null, new Dictionary<string, string>()));

    public Task<Companion.Audit.DeviceLog> GetAuditAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<DeviceBanks> GetBanksAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<DeviceHealth> GetHealthAsync(CancellationToken cancellation)
    {
        if (_rebooting && _pollsLeft-- > 0)
        {
            throw Broken();
        }

        if (_rebooting)
        {
            (_rebooting, _phase, _runsNew, _pollsLeft) = (false, UpdatePhase.Trial, true, PollsInTrial);
        }
        else if (_phase == UpdatePhase.Trial && _pollsLeft-- <= 0)
        {
            _runsNew = TrialReason == ResultCode.Ok;
            _phase = _runsNew ? UpdatePhase.Idle : UpdatePhase.Reverted;
            _reason = TrialReason;
        }

        string fingerprint = _runsNew ? bundle.FingerprintHex : "00000000000000ff";
        var line = new LineWriter(new byte[512]);
        line.Begin();
        line.Add(WireLabels.Kind, WireCommands.KindOf(DeviceCommand.Health));
        line.Add(WireLabels.Fingerprint, fingerprint);
        line.Add(WireLabels.Phase, (int)_phase);
        line.Add(WireLabels.Reason, (int)_reason);
        Assert.True(LineParser.TryParse(line.Buffer.AsSpan(0, line.End()), out DeviceLine? parsed, out _));
        return Task.FromResult(DeviceHealth.FromLine(parsed)!);
    }

    public Task ConfirmAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task RollbackAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task RebootAsync(CancellationToken cancellation)
    {
        Reboots++;
        if (RebootRefusals.TryDequeue(out ResultCode refusal))
        {
            throw new DeviceRefusedException("not now", refusal, TimeSpan.FromSeconds(1));
        }

        (_rebooting, _pollsLeft) = (true, PollsUnreachable);
        return LosesRebootAnswer ? throw Broken() : Task.CompletedTask;
    }

    public Task<OpenedUpdate> OpenUpdateAsync(ReadOnlyMemory<byte> fingerprint, int totalBytes, CancellationToken cancellation)
    {
        Opens++;
        if (BusyOpens-- > 0)
        {
            throw new DeviceRefusedException("busy", ResultCode.Busy);
        }

        return Task.FromResult(new OpenedUpdate(OpenResult, new byte[16], totalBytes, Received.Count));
    }

    public Task<UpdateAcknowledgement> SendDataAsync(OpenedUpdate update, int position, ReadOnlyMemory<byte> piece, CancellationToken cancellation)
    {
        Sends++;
        OnSend(Sends);
        cancellation.ThrowIfCancellationRequested();
        if (BreakAtSends.Contains(Sends))
        {
            throw Broken();
        }

        if (RefuseSend is (int send, ResultCode code) && (Sends == send || (RefusesForEver && Sends > send)))
        {
            return Task.FromResult(new UpdateAcknowledgement(code, Received.Count, Received.Count));
        }

        Assert.Equal(Received.Count, position);
        Received.AddRange(piece.ToArray());
        return LoseAnswerOfSends.Contains(Sends) ? throw Broken() : Task.FromResult(new UpdateAcknowledgement(ResultCode.Ok, Received.Count, Received.Count));
    }

    public Task FinishUpdateAsync(CancellationToken cancellation)
    {
        _phase = UpdatePhase.Staged;
        return LosesFinishAnswer ? throw Broken() : Task.CompletedTask;
    }

    public Task AbortUpdateAsync(CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static DeviceLinkException Broken() => new("The link broke.", "The script says so.");
}
