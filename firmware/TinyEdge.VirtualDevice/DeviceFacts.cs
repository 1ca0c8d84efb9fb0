using TinyEdge.Bundles;

namespace TinyEdge.VirtualDevice;

/// <summary>What makes a virtual device this one and no other.</summary>
/// <param name="DeviceId">8 bytes.</param>
/// <param name="DeviceKey">32 bytes shared with the companion, or null: then links can read and not change.</param>
/// <param name="PinnedKeys">Keys that bundles may be signed with.</param>
/// <param name="RingBit">One ring bit of <see cref="TargetEnvironment"/>.</param>
/// <param name="GoldenFaultClass">Class of the golden model that raises the alarm.</param>
public sealed record DeviceFacts(byte[] DeviceId, byte[]? DeviceKey, IReadOnlyList<PublicKey> PinnedKeys, uint RingBit, int GoldenFaultClass);
