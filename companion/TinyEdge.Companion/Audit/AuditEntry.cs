namespace TinyEdge.Companion.Audit;

/// <summary>What is noted in an audit log: digests, numbers and names, never a key.</summary>
/// <param name="What">sign, push, pushed or device.</param>
/// <param name="Details">Members of the line, in this order; those without a value are left out.</param>
public sealed record AuditEntry(string What, params (string Name, object? Value)[] Details)
{
    /// <summary>A signature over a bundle.</summary>
    public static AuditEntry SignedBundle(string keyId, string digest, uint sequence, uint securityFloor, string bundleId) =>
        new("sign", ("kind", "bundle"), ("keyId", keyId), ("digest", digest), ("sequence", sequence), ("securityFloor", securityFloor), ("bundleId", bundleId));

    /// <summary>Both signatures over a keyring.</summary>
    public static AuditEntry SignedKeyring(string oldKeyId, string newKeyId, string digest, int epoch) =>
        new("sign", ("kind", "keyring"), ("keyId", oldKeyId), ("newKeyId", newKeyId), ("digest", digest), ("epoch", epoch));

    /// <summary>A push begins.</summary>
    public static AuditEntry Push(string endpoint, string fingerprint, long? sequence, string? bundleId) =>
        new("push", ("device", endpoint), ("fingerprint", fingerprint), ("sequence", sequence), ("bundleId", bundleId));

    /// <summary>A push ended.</summary>
    /// <param name="deviceId">What the device calls itself, where it could be asked.</param>
    /// <param name="outcome">confirmed, rolledBack and so on, refused, or failed where no device decided.</param>
    /// <param name="reason">Number of the result code.</param>
    public static AuditEntry Pushed(string endpoint, string? deviceId, string fingerprint, string outcome, int reason) =>
        new("pushed", ("device", endpoint), ("deviceId", deviceId), ("fingerprint", fingerprint), ("outcome", outcome), ("reason", reason));

    /// <summary>The newest record of a device's own log.</summary>
    public static AuditEntry Device(string deviceId, long number, string chain) =>
        new("device", ("deviceId", deviceId), ("number", number), ("chain", chain));
}
