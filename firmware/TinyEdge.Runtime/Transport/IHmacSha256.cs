namespace TinyEdge.Runtime.Transport
{
    /// <summary>HMAC-SHA-256 (RFC 2104, FIPS 180-4): native on the device, portable code elsewhere.</summary>
    public interface IHmacSha256
    {
        /// <summary>Writes the 32 bytes of the MAC to the start of <paramref name="mac"/>. The caller has checked the range.</summary>
        void Compute(byte[] key, byte[] data, int offset, int count, byte[] mac);
    }
}
