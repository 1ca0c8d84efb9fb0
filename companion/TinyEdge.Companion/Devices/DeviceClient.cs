using System.Globalization;
using System.Security.Cryptography;
using TinyEdge.Bundles;
using TinyEdge.Companion.Audit;

namespace TinyEdge.Companion.Devices;

/// <summary>
/// What HTTP and serial share: challenge and answer, proof that an answer comes from the device that has the key, records
/// from lines, refusals as exceptions.
/// </summary>
public abstract class DeviceClient : IDeviceClient
{
    private readonly DeviceKey? _key;

    /// <param name="key">Key of the device; without it only identity, health and banks can be read, and nothing vouches for them.</param>
    private protected DeviceClient(DeviceKey? key) => _key = key;

    public abstract string Endpoint { get; }

    public abstract int MaxPieceBytes { get; }

    public async Task<DeviceIdentity> GetIdentityAsync(CancellationToken cancellation) =>
        DeviceIdentity.From(await AskAsync(new DeviceCall(DeviceCommand.Identity), cancellation).ConfigureAwait(false));

    public async Task<DeviceHealth> GetHealthAsync(CancellationToken cancellation) =>
        DeviceHealth.From(await AskAsync(new DeviceCall(DeviceCommand.Health), cancellation).ConfigureAwait(false));

    public async Task<DeviceBanks> GetBanksAsync(CancellationToken cancellation) =>
        DeviceBanks.From(await AskAsync(new DeviceCall(DeviceCommand.Banks), cancellation).ConfigureAwait(false));

    public async Task<DeviceLog> GetAuditAsync(CancellationToken cancellation) =>
        DeviceLog.From(await AskAsync(new DeviceCall(DeviceCommand.Audit), cancellation).ConfigureAwait(false));

    public Task ConfirmAsync(CancellationToken cancellation) => ChangeAsync(DeviceCommand.Confirm, string.Empty, cancellation);

    public Task RollbackAsync(CancellationToken cancellation) => ChangeAsync(DeviceCommand.Rollback, string.Empty, cancellation);

    public Task RebootAsync(CancellationToken cancellation) => ChangeAsync(DeviceCommand.Reboot, string.Empty, cancellation);

    public Task FinishUpdateAsync(CancellationToken cancellation) => ChangeAsync(DeviceCommand.UpdateFinish, string.Empty, cancellation);

    public Task AbortUpdateAsync(CancellationToken cancellation) => ChangeAsync(DeviceCommand.UpdateAbort, string.Empty, cancellation);

    public async Task<OpenedUpdate> OpenUpdateAsync(ReadOnlyMemory<byte> fingerprint, int totalBytes, CancellationToken cancellation)
    {
        string arguments = string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(fingerprint.Span)} {totalBytes}");
        DeviceLine line = await ChangeAsync(DeviceCommand.UpdateOpen, arguments, cancellation).ConfigureAwait(false);
        if (line.Result == ResultCode.AlreadyInstalled)
        {
            return new OpenedUpdate(line.Result, [], totalBytes, totalBytes);
        }

        byte[]? token = line.Bytes(WireLabels.Token);
        long? next = line.Number(WireLabels.NextOffset);
        if (token?.Length != WireLimits.TokenBytes || next is null || next < 0 || next > totalBytes)
        {
            throw Garbled("The answer to 'update open' lacks a token or a valid offset.");
        }

        return new OpenedUpdate(ResultCode.Ok, token, totalBytes, (int)next);
    }

    public async Task<UpdateAcknowledgement> SendDataAsync(OpenedUpdate update, int position, ReadOnlyMemory<byte> piece, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(update);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfLessThan(piece.Length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(piece.Length, MaxPieceBytes);
        DeviceLine line = await SendPieceAsync(update, position, piece, cancellation).ConfigureAwait(false);
        return new UpdateAcknowledgement(line.Result, Offset(line, WireLabels.Acknowledged, update), Offset(line, WireLabels.Expected, update));
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Sends a command and returns the line that answers it.</summary>
    private protected abstract Task<DeviceLine> SendAsync(DeviceCall call, CancellationToken cancellation);

    private protected abstract Task<DeviceLine> SendPieceAsync(OpenedUpdate update, int position, ReadOnlyMemory<byte> piece, CancellationToken cancellation);

    private protected DeviceLinkException Garbled(string why) => new($"{Endpoint} does not answer like a TinyEdge device.", why);

    /// <summary>
    /// Hands a secret over: a device without a key takes it as it is, one with a key wants the answer to a challenge first.
    /// </summary>
    /// <param name="command">Which secret.</param>
    /// <param name="arguments">The secret, as the command takes it.</param>
    /// <param name="vouching">Key that must vouch for the answer; null for the client's own, if the device has one.</param>
    /// <param name="cancellation">Stops waiting.</param>
    private protected async Task ProvisionAsync(DeviceCommand command, string arguments, DeviceKey? vouching, CancellationToken cancellation)
    {
        if (await HasKeyAsync(cancellation).ConfigureAwait(false))
        {
            await ChangeAsync(command, arguments, cancellation, vouching).ConfigureAwait(false);
        }
        else
        {
            await AskAsync(new DeviceCall(command, arguments), vouching, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What the device says; nothing vouches for it.</summary>
    private protected async Task<bool> HasKeyAsync(CancellationToken cancellation)
    {
        DeviceLine health = await AskAsync(new DeviceCall(DeviceCommand.Health), vouching: null, cancellation).ConfigureAwait(false);
        return health.Number(WireLabels.KeyResult) != (int)ResultCode.DeviceKeyMissing;
    }

    /// <summary>Whether the device has this very key.</summary>
    private protected async Task<bool> HasAsync(DeviceKey key, CancellationToken cancellation)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(WireLimits.NonceBytes);
        DeviceLine line = await SendAsync(new DeviceCall(DeviceCommand.Identity) { ClientNonce = nonce }, cancellation).ConfigureAwait(false);
        return key.Vouches(line, nonce);
    }

    private protected async Task<DeviceLine> ChangeAsync(DeviceCommand command, string arguments, CancellationToken cancellation, DeviceKey? vouching = null)
    {
        if (_key is null)
        {
            throw new DeviceRefusedException($"'{WireCommands.WordsOf(command)}' was not sent to {Endpoint}.", ResultCode.AuthenticationRequired);
        }

        DeviceLine challenge = await AskAsync(new DeviceCall(DeviceCommand.Challenge), cancellation).ConfigureAwait(false);
        byte[]? nonce = challenge.Bytes(WireLabels.Challenge);
        if (nonce?.Length != WireLimits.NonceBytes)
        {
            throw Garbled("Its challenge has no nonce.");
        }

        var call = new DeviceCall(command, arguments) { Nonce = nonce, Mac = _key.Answer(nonce, command, arguments) };
        return await AskAsync(call, vouching ?? _key, cancellation).ConfigureAwait(false);
    }

    private Task<DeviceLine> AskAsync(DeviceCall call, CancellationToken cancellation) => AskAsync(call, _key, cancellation);

    /// <param name="call">What is asked.</param>
    /// <param name="vouching">Key that must vouch for the answer, or null.</param>
    /// <param name="cancellation">Stops waiting.</param>
    private async Task<DeviceLine> AskAsync(DeviceCall call, DeviceKey? vouching, CancellationToken cancellation)
    {
        byte[]? clientNonce = vouching is null ? null : RandomNumberGenerator.GetBytes(WireLimits.NonceBytes);
        DeviceLine line = await SendAsync(call with { ClientNonce = clientNonce }, cancellation).ConfigureAwait(false);
        if (line.Result is not (ResultCode.Ok or ResultCode.NeedMore or ResultCode.AlreadyInstalled))
        {
            TimeSpan? retryAfter = line.Number(WireLabels.RetryAfterMs) is long ms and >= 0 ? TimeSpan.FromMilliseconds(ms) : null;
            throw new DeviceRefusedException($"{Endpoint} refused '{WireCommands.WordsOf(call.Command)}'.", line.Result, retryAfter);
        }

        if (line.Kind != WireCommands.KindOf(call.Command))
        {
            throw Garbled($"It answered '{WireCommands.WordsOf(call.Command)}' with a line of kind '{line.Kind}'.");
        }

        if (clientNonce is not null && line.Text(WireLabels.Nonce) != Convert.ToHexStringLower(clientNonce))
        {
            // Altered on the way, or the answer to somebody else: a device repeats the nonce that it got, whatever its key.
            throw Garbled("Its answer does not repeat the nonce of the question.");
        }

        if (vouching is not null && !vouching.Vouches(line, clientNonce))
        {
            throw new TinyEdgeException(
                ExitCode.Authentication,
                $"The answer of {Endpoint} is not vouched for by the device key.",
                "Its MAC is missing or wrong: another device answers there, the key file is another device's, or someone altered the answer.",
                "Check the address and the key file; read without a key only if you trust the network.",
                ResultCode.AuthenticationFailed);
        }

        return line;
    }

    private static int? Offset(DeviceLine line, string label, OpenedUpdate update) =>
        line.Number(label) is long value and >= 0 && value <= update.TotalBytes ? (int)value : null;
}
