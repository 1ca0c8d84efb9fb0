using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// Receiving a bundle, whatever link it comes over. Sequence: Open, then Feed from the returned offset until the
    /// whole bundle is in, then Finish. A link that breaks calls nothing; the next Open resumes at the last block that is verified on flash.
    /// Words follow nanoFramework's In-Field Update API (sessions, chunks, confirm, revert).
    /// </summary>
    public interface IUpdateSession
    {
        /// <summary>
        /// Begins or resumes. The fingerprint (first 8 bytes of SHA-256 over the signed head) and the length decide only
        /// whether what already lies in the spare bank may be kept, after it has been verified again from flash.
        /// </summary>
        /// <param name="fingerprint">Holds the 8 bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="totalLength">Length of the whole bundle file in bytes.</param>
        /// <param name="link">Which link asks; another link gets Busy until the session ends or expires.</param>
        /// <param name="nextOffset">Where Feed must go on.</param>
        ResultCode Open(byte[] fingerprint, int offset, int totalLength, int link, out int nextOffset);

        /// <summary>
        /// Takes the next bytes, in pieces of any size. Nothing is written before the signature has been verified, and then
        /// only whole blocks whose digest matches.
        /// </summary>
        /// <param name="position">Position in the bundle; must be where the last piece ended, else OffsetMismatch.</param>
        ResultCode Feed(int position, byte[] buffer, int offset, int count, int link);

        /// <summary>Bytes verified and durable: where a resumed transfer begins. 0 without a session.</summary>
        int AcknowledgedOffset { get; }

        /// <summary>Position that the next Feed must carry (may lie inside a block).</summary>
        int ExpectedOffset { get; }

        /// <summary>Forgets a partly received block or head after a link broke, so that Feed goes on at <see cref="AcknowledgedOffset"/>.</summary>
        void DropPartial(int link);

        /// <summary>All bytes in: verifies the bank again by read-back from flash and stages it. The trial begins with the next reboot.</summary>
        ResultCode Finish(int link);

        /// <summary>Gives the session up; the bank that was being written stays unusable.</summary>
        ResultCode Abort(int link);
    }
}
