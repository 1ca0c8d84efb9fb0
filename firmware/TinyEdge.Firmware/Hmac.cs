using System.Security.Cryptography;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// HMAC-SHA-256 of the firmware image. The native call takes whole arrays, so a range is copied: links use it a few times
    /// a minute, never in the pipeline.
    /// </summary>
    public sealed class Hmac : IHmacSha256
    {
        public void Compute(byte[] key, byte[] data, int offset, int count, byte[] mac)
        {
            byte[] range = new byte[count];
            System.Array.Copy(data, offset, range, 0, count);
            byte[] result = HMACSHA256.HashData(key, range);
            System.Array.Copy(result, 0, mac, 0, result.Length);
        }
    }
}
