using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// What the links can ask of the device; the supervisor implements it, HTTP and serial both call it. Calls come from
    /// link threads: the implementation locks. The Write methods only add fields: the caller has begun the line with
    /// <c>kind</c> and <c>result</c> and ends it. Labels are in <see cref="TinyEdge.Bundles.WireLabels"/>.
    /// </summary>
    public interface IDeviceControl
    {
        /// <summary>Who the device is: deviceId, vendor, class, hardware revision, environment, runtime and protocol versions, key ids.</summary>
        void WriteIdentity(LineWriter line);

        /// <summary>One health record: versions, bank, phase, outcome and reason, uptime, boots, heap, pools, latencies, samples, scores.</summary>
        void WriteHealth(LineWriter line);

        /// <summary>Boot record and both banks: bundle ids, sequences, versions, states, attempts.</summary>
        void WriteBanks(LineWriter line);

        /// <summary>The update log: what ran when, and why it changed. Waits for whatever changes the device.</summary>
        void WriteAudit(LineWriter line);

        /// <summary>Confirms the running trial; HealthGatePending until the gate has passed, NotInTrial otherwise.</summary>
        ResultCode Confirm();

        /// <summary>Goes back to the previous good bank (or the golden app) with reason OperatorRollback; takes effect with the reboot that follows.</summary>
        ResultCode Rollback();

        /// <summary>Asks the main loop for a reboot as soon as the response has left.</summary>
        ResultCode RequestReboot();

        /// <summary>Keeps a device key for good and uses it from now on.</summary>
        /// <param name="key">32 bytes; the callee keeps the array.</param>
        /// <returns>Ok, or why it could not be written; then the earlier key still holds.</returns>
        ResultCode ProvisionKey(byte[] key);

        /// <summary>Keeps a Wi-Fi network for good and joins it.</summary>
        /// <param name="ssid">1 to 32 bytes.</param>
        /// <param name="passphrase">8 to 64 bytes, or none for an open network.</param>
        /// <returns>Ok, WifiNotAvailable, or StorageWriteFailed.</returns>
        ResultCode ProvisionWifi(byte[] ssid, byte[] passphrase);

        /// <summary>Begins to give raw samples out over the console, in the place of the pipeline; 0 seconds end it.</summary>
        /// <param name="seconds">0 to <see cref="TinyEdge.Bundles.WireLimits.CaptureSeconds"/>; it ends by itself.</param>
        /// <returns>Ok, SensorNotFound, TrialInProgress, or Busy during a transfer and before a reboot.</returns>
        ResultCode Capture(int seconds);

        /// <summary>True while a capture is on.</summary>
        bool IsCapturing { get; }

        /// <summary>Writes the next line of a capture: the samples that the sensor has, or why and with how many samples it ended.</summary>
        /// <param name="line">The whole line, from its beginning.</param>
        /// <param name="silentMs">Since the console brought its latest byte.</param>
        /// <returns>False when there is nothing to send.</returns>
        bool TryWriteCapture(LineWriter line, long silentMs);

        /// <summary>Notes that an authenticated companion was in contact (a health-gate policy may ask for it).</summary>
        void NoteCompanionContact();

        /// <summary>Receives bundles.</summary>
        IUpdateSession Updates { get; }
    }
}
