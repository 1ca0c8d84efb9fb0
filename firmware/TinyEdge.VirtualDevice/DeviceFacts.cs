using TinyEdge.Bundles;

namespace TinyEdge.VirtualDevice;

/// <summary>What makes a virtual device this one and no other.</summary>
/// <param name="DeviceId">8 bytes.</param>
/// <param name="DeviceKey">32 bytes shared with the companion, written to an empty flash volume as at a workbench, together with the network on the air; null leaves both to whoever provisions the device.</param>
/// <param name="PinnedKeys">Keys that bundles may be signed with.</param>
/// <param name="RingBit">One ring bit of <see cref="TargetEnvironment"/>.</param>
public sealed record DeviceFacts(byte[] DeviceId, byte[]? DeviceKey, IReadOnlyList<PublicKey> PinnedKeys, uint RingBit);
