using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Supervision
{
    /// <summary>The board's Wi-Fi as the links see it. Asked from several threads; no member blocks or throws.</summary>
    public interface IWifiControl
    {
        /// <summary>
        /// Ok while joined with an address; WifiSearching; WifiNotProvisioned, WifiNetworkAbsent, WifiCredentialsRefused or WifiJoinFailed while
        /// it keeps trying or waits; WifiNotAvailable on a board without.
        /// </summary>
        ResultCode State { get; }

        /// <summary>Times that it joined, or got another address, since boot.</summary>
        int Joins { get; }

        /// <summary>Keeps a network where the platform keeps it, and begins to join it.</summary>
        /// <param name="ssid">1 to 32 bytes.</param>
        /// <param name="passphrase">8 to 64 bytes, or none for an open network.</param>
        ResultCode TryProvision(byte[] ssid, byte[] passphrase);
    }
}
