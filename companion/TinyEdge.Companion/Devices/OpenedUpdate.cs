using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>An update that the device is ready to take, or has already.</summary>
/// <param name="Result">Ok, or AlreadyInstalled, when there is nothing to send.</param>
/// <param name="Token">Goes with every piece.</param>
/// <param name="TotalBytes">Length of the bundle.</param>
/// <param name="NextOffset">Where the device wants to go on.</param>
public sealed record OpenedUpdate(ResultCode Result, byte[] Token, int TotalBytes, int NextOffset);

/// <summary>What the device said to a piece.</summary>
/// <param name="Result">Ok, or why the piece was not taken.</param>
/// <param name="AcknowledgedBytes">Verified and durable on the device; null when it has no session.</param>
/// <param name="ExpectedOffset">Where the next piece must begin; null when it has no session.</param>
public sealed record UpdateAcknowledgement(ResultCode Result, int? AcknowledgedBytes, int? ExpectedOffset);
