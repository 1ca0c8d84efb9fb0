using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Runtime.Supervision
{
    /// <summary>
    /// The board under the supervisor: everything that is hardware, or a fact of the build. Implemented by thin adapters in the
    /// firmware; no member throws.
    /// </summary>
    public interface IBoard
    {
        /// <summary>Takes the health line; used by the main loop only.</summary>
        ITextOutput Uart0 { get; }

        IFileStore Files { get; }

        /// <summary>The board's own time: sensor, trial, uptime.</summary>
        IClock Clock { get; }

        /// <summary>Time as the peers of a link see it; on a real board the same.</summary>
        IClock LinkClock { get; }

        IBlockDigest BlockDigest { get; }

        IHmacSha256 Hmac { get; }

        /// <summary>Keys that the firmware pins.</summary>
        KeyRing Keys { get; }

        /// <summary>What bundles are judged by.</summary>
        DeviceIdentity Identity { get; }

        /// <summary>8 bytes.</summary>
        byte[] DeviceId { get; }

        /// <summary>32 bytes that the companion shares, or null on a device without one: then nothing can be changed over a link.</summary>
        byte[] DeviceKey { get; }

        /// <summary>Keeps another key for good; <see cref="DeviceKey"/> is that one from then on.</summary>
        ResultCode TryStoreDeviceKey(byte[] key);

        IWifiControl Wifi { get; }

        /// <summary>Ok, StorageFull or StorageWriteFailed: how the volume took the latest write, or how full it was found at boot.</summary>
        ResultCode StoreResult { get; }

        /// <summary>Milliseconds of light sleep since boot.</summary>
        long SleptMs { get; }

        /// <summary>The set inside the firmware: always there, never updated by a bundle. Made when it is asked for.</summary>
        DeploymentBundle Golden { get; }

        /// <summary>0 to 100, or -1 where the board has no gauge.</summary>
        int BatteryPercent { get; }

        /// <summary>Free bytes of the managed heap, or -1 where they cannot be told.</summary>
        int FreeHeapBytes { get; }

        /// <summary>Makes the resident application.</summary>
        IEdgeApp CreateResidentApp();

        /// <summary>Loads an application from a verified image.</summary>
        /// <returns>Ok, AppLoadFailed, AppTypeNotFound or AppThrew.</returns>
        ResultCode TryLoadApp(byte[] image, string typeName, out IEdgeApp app);

        /// <summary>The driver for a sensor, or null when the board has none of that kind.</summary>
        IAccelerometer OpenSensor(SensorKind kind);

        void SetIndicator(bool on);
    }
}
