using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// How large a bank may be. The platform has no free-space call, so the volume's size is divided up beforehand: two equal banks
    /// and a reserve for everything else.
    /// </summary>
    public static class BankSpace
    {
        /// <summary>LittleFS block, bytes.</summary>
        public const int FlashBlockBytes = 4096;

        /// <summary>
        /// Kept free of banks: the root pair (2 blocks), boot records, signal baseline and device keys (5), the two keyring files (2), the
        /// copy of one of these that is being written (1), Wi-Fi settings and certificates (4), and the copy-on-write of a bank's last block (2).
        /// </summary>
        public const int ReserveBytes = 16 * FlashBlockBytes;

        private const int SmallestVolumeBytes = 256 * 1024;

        /// <summary>Largest bundle file, a whole number of flash blocks. A volume of unknown size counts as the smallest known one.</summary>
        public static int MaxBundleBytes(int volumeBytes)
        {
            int known = volumeBytes > 0 ? volumeBytes : SmallestVolumeBytes;
            if (known <= ReserveBytes)
            {
                return 0;
            }

            return ((known - ReserveBytes) / 2) & ~(FlashBlockBytes - 1);
        }

        /// <summary>Checks a new bundle against the volume and the bank that stays.</summary>
        /// <param name="totalLength">Length of the new bundle file.</param>
        /// <param name="keptLength">Length of the bank file that stays, -1 or 0 when there is none.</param>
        /// <param name="volumeBytes">Size of the volume, 0 when unknown.</param>
        /// <returns>Ok, BundleTooLargeForBank or StorageFull.</returns>
        public static ResultCode Check(int totalLength, int keptLength, int volumeBytes)
        {
            int most = MaxBundleBytes(volumeBytes);
            if (totalLength <= 0 || totalLength > most)
            {
                return ResultCode.BundleTooLargeForBank;
            }

            // Only a bank from before a change of the reserve can be larger than its half.
            return keptLength > most && keptLength - most > most - totalLength ? ResultCode.StorageFull : ResultCode.Ok;
        }
    }
}
