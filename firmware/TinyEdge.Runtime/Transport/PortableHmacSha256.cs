using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// The managed HMAC behind the seam, for hosts and for firmware without the native one. Holds the padded key of the array it
    /// was made with; another array makes it anew, which allocates and never happens on a device, that has one key.
    /// </summary>
    public sealed class PortableHmacSha256 : IHmacSha256
    {
        private byte[] _key;
        private HmacSha256 _hmac;

        public PortableHmacSha256(byte[] key)
        {
            _key = key;
            _hmac = new HmacSha256(key);
        }

        public void Compute(byte[] key, byte[] data, int offset, int count, byte[] mac)
        {
            if (!object.ReferenceEquals(key, _key))
            {
                _key = key;
                _hmac = new HmacSha256(key);
            }

            _hmac.Compute(data, offset, count, mac, 0);
        }
    }
}
