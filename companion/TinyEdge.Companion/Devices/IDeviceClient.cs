using TinyEdge.Companion.Audit;

namespace TinyEdge.Companion.Devices;

/// <summary>
/// A device on the other end of a link. A refusal throws <see cref="DeviceRefusedException"/> with its code, a broken link
/// <see cref="DeviceLinkException"/>; the client may be used again after either. One call at a time.
/// </summary>
public interface IDeviceClient : IAsyncDisposable
{
    /// <summary>Address as a person would write it.</summary>
    string Endpoint { get; }

    /// <summary>Most bytes that one <see cref="SendDataAsync"/> takes.</summary>
    int MaxPieceBytes { get; }

    Task<DeviceIdentity> GetIdentityAsync(CancellationToken cancellation);

    Task<DeviceHealth> GetHealthAsync(CancellationToken cancellation);

    Task<DeviceBanks> GetBanksAsync(CancellationToken cancellation);

    /// <summary>The device's log of updates.</summary>
    Task<DeviceLog> GetAuditAsync(CancellationToken cancellation);

    Task ConfirmAsync(CancellationToken cancellation);

    Task RollbackAsync(CancellationToken cancellation);

    Task RebootAsync(CancellationToken cancellation);

    /// <summary>Begins or resumes the transfer of a bundle.</summary>
    /// <param name="fingerprint">First 8 bytes of the SHA-256 of the bundle's signed head.</param>
    /// <param name="totalBytes">Length of the bundle file.</param>
    /// <param name="cancellation">Stops waiting.</param>
    Task<OpenedUpdate> OpenUpdateAsync(ReadOnlyMemory<byte> fingerprint, int totalBytes, CancellationToken cancellation);

    /// <summary>Sends one piece; refusals of update data are returned, not thrown, because they say where to go on.</summary>
    Task<UpdateAcknowledgement> SendDataAsync(OpenedUpdate update, int position, ReadOnlyMemory<byte> piece, CancellationToken cancellation);

    Task FinishUpdateAsync(CancellationToken cancellation);

    Task AbortUpdateAsync(CancellationToken cancellation);
}
