namespace TinyEdge.Bundles
{
    /// <summary>
    /// The head buffer and everything read from it. Order of checks: prefix, key, signature; only then is anything else
    /// interpreted.
    /// </summary>
    internal sealed class BundleHead
    {
        /// <summary>Where in the scratch the record of the key lies, behind the verifier's own part.</summary>
        public const int KeyAt = 448;

        public readonly byte[] Bytes = new byte[BundleFormat.MaxHeadSize];
        public readonly byte[] Fingerprint = new byte[Sha256.DigestSize];
        public readonly BundlePrefix Prefix = new BundlePrefix();
        public readonly BundleManifest Manifest;
        public readonly ComponentTable Components;
        public readonly TlvArea Tlvs = new TlvArea();

        public readonly ITrustStore Trust;
        public readonly Sha256 Sha = new Sha256();
        public readonly RsaPssVerifier Verifier;
        public readonly byte[] Scratch;

        private readonly IBlockDigest _digest;
        private readonly byte[] _digest32 = new byte[BundleFormat.DigestSize];
        private byte[] _vouched;

        /// <param name="scratch">At least <see cref="BundleFormat.MaxHeadSize"/> bytes, overwritten by <see cref="TryAccept"/> and nothing else.</param>
        public BundleHead(ITrustStore trust, IBlockDigest digest, byte[] scratch)
        {
            Manifest = new BundleManifest(Bytes);
            Components = new ComponentTable(Bytes);
            Trust = trust;
            Scratch = scratch;
            Verifier = new RsaPssVerifier(Sha, scratch);
            _digest = digest;
        }

        /// <param name="vouched">
        /// Fingerprint of a bundle whose signature was checked when it was installed, by a key that may be revoked or gone by now; null
        /// when nobody vouches for what comes.
        /// </param>
        public void Clear(byte[] vouched)
        {
            _vouched = vouched;
            Prefix.PayloadOffset = 0;
            Components.Clear();
            Tlvs.Clear();
        }

        /// <summary>Checks a head whose prefix has been read and whose bytes are all there.</summary>
        public ResultCode TryAccept()
        {
            ResultCode code = CheckSignature();
            if (code == ResultCode.Ok)
            {
                code = Manifest.TryRead();
            }

            if (code == ResultCode.Ok)
            {
                code = Components.TryRead(Bytes, Prefix, Manifest);
            }

            if (code == ResultCode.Ok)
            {
                code = CheckTlvs();
            }

            return code == ResultCode.Ok ? CheckBlockList() : code;
        }

        /// <summary>Whether a key of this kind may sign here: development keys and keys that everybody has may not on a release device.</summary>
        /// <param name="record">Holds the key's record.</param>
        /// <param name="at">Where it begins.</param>
        public static ResultCode CheckKind(ITrustStore trust, byte[] record, int at)
        {
            if (trust.AcceptsDevelopmentKeys)
            {
                return ResultCode.Ok;
            }

            if (PublicKey.IsDevelopmentRecord(record, at))
            {
                return ResultCode.DevelopmentKeyRefused;
            }

            return WellKnownKeys.Contains(record, at + PublicKey.KeyIdOffset) ? ResultCode.WellKnownKeyRefused : ResultCode.Ok;
        }

        private ResultCode CheckSignature()
        {
            ResultCode trusted = LoadKey();
            if (trusted != ResultCode.Ok && _vouched == null)
            {
                return trusted;
            }

            int block = Prefix.SignedLength;
            if (LittleEndian.ReadUInt16(Bytes, block) != PublicKey.AlgorithmRsaPss3072
                || !ByteRange.IsZero(Bytes, block + 2, BundleFormat.SignatureHeaderSize - 2))
            {
                return ResultCode.UnsupportedAlgorithm;
            }

            Sha.Compute(Bytes, 0, Prefix.SignedLength, Fingerprint, 0);
            if (trusted != ResultCode.Ok)
            {
                return ByteRange.AreEqual(Fingerprint, 0, _vouched, 0, BundleFormat.FingerprintSize) ? ResultCode.Ok : trusted;
            }

            return Verifier.Verify(Scratch, KeyAt, Fingerprint, 0, Bytes, block + BundleFormat.SignatureHeaderSize);
        }

        /// <summary>Fetches the record of the key that the manifest names, if that key may sign.</summary>
        private ResultCode LoadKey()
        {
            int keyIdOffset = BundleFormat.PrefixSize + BundleFormat.KeyIdOffset;
            if (Trust.IsRevoked(Bytes, keyIdOffset))
            {
                return ResultCode.RevokedKey;
            }

            ResultCode code = Trust.TryLoad(Bytes, keyIdOffset, Scratch, KeyAt);
            return code == ResultCode.Ok ? CheckKind(Trust, Scratch, KeyAt) : code;
        }

        private ResultCode CheckTlvs()
        {
            ResultCode code = Tlvs.TryRead(Bytes, Prefix.TlvOffset, Prefix.TlvLength);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            bool hasAssemblies = Components.Find(ComponentType.AppAssembly) != null;
            return hasAssemblies == (Tlvs.EntryTypeLength > 0) ? ResultCode.Ok : ResultCode.BadTlv;
        }

        private ResultCode CheckBlockList()
        {
            _digest.Compute(Bytes, Prefix.BlockListOffset, Prefix.BlockCount * BundleFormat.DigestSize, _digest32);
            if (!ByteRange.AreEqual(_digest32, 0, Bytes, BundleFormat.PrefixSize + BundleFormat.BlockListDigestOffset, BundleFormat.DigestSize))
            {
                return ResultCode.BlockListMismatch;
            }

            if (!ByteRange.IsZero(Bytes, Prefix.HeadEnd, Prefix.PayloadOffset - Prefix.HeadEnd))
            {
                return ResultCode.NonZeroPadding;
            }

            return Components.CheckDigests(Bytes, Prefix, _digest, Scratch, _digest32);
        }
    }
}
