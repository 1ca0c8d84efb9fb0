using TinyEdge.Runtime.Transport;

namespace TinyEdge.Fuzzing.Links;

/// <summary>
/// A MAC that is all zeros, so that inputs can hold right answers to challenges and the commands behind them are reached; or, as
/// <c>guessable: false</c>, one that no input can know.
/// </summary>
internal sealed class ZeroHmac(bool guessable) : IHmacSha256
{
    private const byte Unguessable = 0xA7;

    public void Compute(byte[] key, byte[] data, int offset, int count, byte[] mac) => Array.Fill(mac, guessable ? (byte)0 : Unguessable);
}
