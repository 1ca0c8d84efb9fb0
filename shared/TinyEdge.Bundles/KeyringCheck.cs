using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// Judges a keyring against the keys that hold: form, epoch, keys, revocations, then both signatures. Reads it piece by piece through
    /// the scratch of the head check, so that it needs no memory of its own.
    /// </summary>
    internal static class KeyringCheck
    {
        // The scratch array: RSA's part and one key record as in a head check, then these.
        private const int HeaderAt = 1248;
        private const int RevokedAt = HeaderAt + KeyringFormat.HeaderSize;
        private const int PreviousIdAt = RevokedAt + (KeyringFormat.MaxRevoked * PublicKey.KeyIdSize);
        private const int DigestAt = PreviousIdAt + PublicKey.KeyIdSize;
        private const int SignatureAt = DigestAt + Sha256.DigestSize;
        private const int PieceAt = 2048;
        private const int PieceSize = 2048;

        /// <summary>Checks a keyring.</summary>
        /// <param name="head">Lends keys, hash, verifier and scratch.</param>
        /// <param name="source">Holds the keyring.</param>
        /// <param name="at">Position of its first byte.</param>
        /// <param name="length">Its bytes.</param>
        /// <returns>Ok, why it is refused, or why it could not be read.</returns>
        public static ResultCode Run(BundleHead head, IByteSource source, int at, int length)
        {
            byte[] scratch = head.Scratch;
            if (length < KeyringFormat.HeaderSize + KeyringFormat.TrailerSize || length > KeyringFormat.MaxSize)
            {
                return ResultCode.BadKeyring;
            }

            ResultCode code = source.TryRead(at, scratch, HeaderAt, KeyringFormat.HeaderSize);
            if (code == ResultCode.Ok)
            {
                code = KeyringFormat.CheckHeader(scratch, HeaderAt, length);
            }

            if (code == ResultCode.Ok)
            {
                code = CheckEpoch(head);
            }

            if (code == ResultCode.Ok)
            {
                code = CheckRevoked(head, source, at);
            }

            if (code == ResultCode.Ok)
            {
                code = CheckKeys(head, source, at);
            }

            if (code == ResultCode.Ok)
            {
                code = Hash(head, source, at, length);
            }

            return code == ResultCode.Ok ? CheckSignatures(head, source, at, length) : code;
        }

        private static ResultCode CheckEpoch(BundleHead head)
        {
            // In subtraction form: the last epoch of all has no next one.
            int epoch = LittleEndian.ReadUInt16(head.Scratch, HeaderAt + KeyringFormat.EpochOffset);
            return epoch - 1 == head.Trust.Epoch ? ResultCode.Ok : ResultCode.KeyringEpochNotNext;
        }

        /// <summary>Reads the revoked ids; they ascend.</summary>
        private static ResultCode CheckRevoked(BundleHead head, IByteSource source, int at)
        {
            byte[] scratch = head.Scratch;
            int count = scratch[HeaderAt + KeyringFormat.RevokedCountOffset];
            ResultCode code = count == 0 ? ResultCode.Ok : source.TryRead(at + KeyringFormat.HeaderSize, scratch, RevokedAt, count * PublicKey.KeyIdSize);
            for (int i = 1; i < count && code == ResultCode.Ok; i++)
            {
                int id = RevokedAt + (i * PublicKey.KeyIdSize);
                code = KeyringFormat.IsAscending(scratch, id - PublicKey.KeyIdSize, scratch, id) ? ResultCode.Ok : ResultCode.BadKeyring;
            }

            return code;
        }

        /// <summary>Each record is good, their ids ascend, and none of them has been revoked, now or before.</summary>
        private static ResultCode CheckKeys(BundleHead head, IByteSource source, int at)
        {
            byte[] scratch = head.Scratch;
            int count = scratch[HeaderAt + KeyringFormat.KeyCountOffset];
            bool isNewSignerIn = false;
            for (int slot = 0; slot < count; slot++)
            {
                ResultCode code = ReadKey(head, source, at, slot);
                if (code == ResultCode.Ok)
                {
                    code = PublicKey.CheckRecord(scratch, BundleHead.KeyAt, head.Sha, scratch, DigestAt);
                }

                int id = BundleHead.KeyAt + PublicKey.KeyIdOffset;
                if (code == ResultCode.Ok && slot > 0 && !KeyringFormat.IsAscending(scratch, PreviousIdAt, scratch, id))
                {
                    code = ResultCode.BadKeyring;
                }

                if (code == ResultCode.Ok && (IsRevokedHere(scratch, id) || head.Trust.IsRevoked(scratch, id)))
                {
                    code = ResultCode.RevokedKey;
                }

                if (code != ResultCode.Ok)
                {
                    return code;
                }

                isNewSignerIn |= IsId(scratch, id, HeaderAt + KeyringFormat.NewSignerOffset);
                Array.Copy(scratch, id, scratch, PreviousIdAt, PublicKey.KeyIdSize);
            }

            return isNewSignerIn ? ResultCode.Ok : ResultCode.KeyringNotSignedByNewKey;
        }

        private static bool IsRevokedHere(byte[] scratch, int id)
        {
            int count = scratch[HeaderAt + KeyringFormat.RevokedCountOffset];
            for (int i = 0; i < count; i++)
            {
                if (IsId(scratch, id, RevokedAt + (i * PublicKey.KeyIdSize)))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Digest of the domain and of what is signed; the CRC over that and the signatures on the way.</summary>
        private static ResultCode Hash(BundleHead head, IByteSource source, int at, int length)
        {
            byte[] scratch = head.Scratch;
            int signed = length - KeyringFormat.TrailerSize;
            string domain = KeyringFormat.Domain;
            for (int i = 0; i < KeyringFormat.DomainSize; i++)
            {
                scratch[DigestAt + i] = (byte)domain[i];
            }

            Sha256 sha = head.Sha;
            sha.Reset();
            sha.Append(scratch, DigestAt, KeyringFormat.DomainSize);
            uint crc = Crc32.Initial;
            int end = length - KeyringFormat.CrcSize;
            for (int done = 0; done < end; done += PieceSize)
            {
                int count = end - done < PieceSize ? end - done : PieceSize;
                ResultCode code = source.TryRead(at + done, scratch, PieceAt, count);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                crc = Crc32.Append(crc, scratch, PieceAt, count);
                if (done < signed)
                {
                    sha.Append(scratch, PieceAt, count < signed - done ? count : signed - done);
                }
            }

            sha.Finish(scratch, DigestAt);
            ResultCode read = source.TryRead(at + end, scratch, PieceAt, KeyringFormat.CrcSize);
            return read != ResultCode.Ok ? read : LittleEndian.ReadUInt32(scratch, PieceAt) == Crc32.Finish(crc) ? ResultCode.Ok : ResultCode.BadKeyring;
        }

        private static ResultCode CheckSignatures(BundleHead head, IByteSource source, int at, int length)
        {
            byte[] scratch = head.Scratch;
            int oldSigner = HeaderAt + KeyringFormat.OldSignerOffset;
            int newSigner = HeaderAt + KeyringFormat.NewSignerOffset;
            if (IsId(scratch, oldSigner, newSigner))
            {
                return ResultCode.KeyringSignersEqual;
            }

            if (head.Trust.IsRevoked(scratch, oldSigner) || head.Trust.TryLoad(scratch, oldSigner, scratch, BundleHead.KeyAt) != ResultCode.Ok)
            {
                return ResultCode.KeyringNotSignedByOldKey;
            }

            int signatures = at + length - KeyringFormat.TrailerSize;
            ResultCode code = CheckSignature(head, source, signatures, ResultCode.KeyringNotSignedByOldKey);
            for (int slot = 0; slot < scratch[HeaderAt + KeyringFormat.KeyCountOffset] && code == ResultCode.Ok; slot++)
            {
                code = ReadKey(head, source, at, slot);
                if (code == ResultCode.Ok && IsId(scratch, BundleHead.KeyAt + PublicKey.KeyIdOffset, newSigner))
                {
                    return CheckSignature(head, source, signatures + RsaPssVerifier.SignatureSize, ResultCode.KeyringNotSignedByNewKey);
                }
            }

            return code == ResultCode.Ok ? ResultCode.KeyringNotSignedByNewKey : code;
        }

        /// <summary>One signature by the key whose record has been fetched.</summary>
        private static ResultCode CheckSignature(BundleHead head, IByteSource source, int position, ResultCode refusal)
        {
            byte[] scratch = head.Scratch;
            ResultCode code = BundleHead.CheckKind(head.Trust, scratch, BundleHead.KeyAt);
            if (code == ResultCode.Ok)
            {
                code = source.TryRead(position, scratch, SignatureAt, RsaPssVerifier.SignatureSize);
            }

            if (code == ResultCode.Ok)
            {
                code = head.Verifier.Verify(scratch, BundleHead.KeyAt, scratch, DigestAt, scratch, SignatureAt);
                code = code == ResultCode.BadSignature ? refusal : code;
            }

            return code;
        }

        private static ResultCode ReadKey(BundleHead head, IByteSource source, int at, int slot)
        {
            int keys = KeyringFormat.KeysOffset(head.Scratch[HeaderAt + KeyringFormat.RevokedCountOffset]);
            return source.TryRead(at + keys + (slot * PublicKey.RecordSize), head.Scratch, BundleHead.KeyAt, PublicKey.RecordSize);
        }

        private static bool IsId(byte[] scratch, int left, int right)
        {
            return ByteRange.AreEqual(scratch, left, scratch, right, PublicKey.KeyIdSize);
        }
    }
}
