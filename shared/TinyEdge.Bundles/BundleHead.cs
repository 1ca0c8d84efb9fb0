namespace TinyEdge.Bundles
{
    /// <summary>
    /// The head buffer and everything read from it. Order of checks: prefix, key, signature; only then is anything else
    /// interpreted.
    /// </summary>
    internal sealed class BundleHead
    {
        public readonly byte[] Bytes = new byte[BundleFormat.MaxHeadSize];
        public readonly byte[] Fingerprint = new byte[Sha256.DigestSize];
        public readonly BundlePrefix Prefix = new BundlePrefix();
        public readonly BundleManifest Manifest;
        public readonly ComponentTable Components;
        public readonly TlvArea Tlvs = new TlvArea();

        private readonly ITrustStore _trust;
        private readonly IBlockDigest _digest;
        private readonly Sha256 _sha = new Sha256();
        private readonly RsaPssVerifier _verifier;
        private readonly byte[] _digest32 = new byte[BundleFormat.DigestSize];
        private readonly byte[] _scratch;

        /// <param name="scratch">At least <see cref="BundleFormat.MaxHeadSize"/> bytes, overwritten by <see cref="TryAccept"/> and nothing else.</param>
        public BundleHead(ITrustStore trust, IBlockDigest digest, byte[] scratch)
        {
            Manifest = new BundleManifest(Bytes);
            Components = new ComponentTable(Bytes);
            _trust = trust;
            _digest = digest;
            _scratch = scratch;
            _verifier = new RsaPssVerifier(_sha, scratch);
        }

        public void Clear()
        {
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

        private ResultCode CheckSignature()
        {
            int keyIdOffset = BundleFormat.PrefixSize + BundleFormat.KeyIdOffset;
            PublicKey key = _trust.Find(Bytes, keyIdOffset);
            if (key == null)
            {
                return ResultCode.UnknownKey;
            }

            if (_trust.IsRevoked(Bytes, keyIdOffset))
            {
                return ResultCode.RevokedKey;
            }

            if (key.IsDevelopment && !_trust.AcceptsDevelopmentKeys)
            {
                return ResultCode.DevelopmentKeyRefused;
            }

            int block = Prefix.SignedLength;
            if (LittleEndian.ReadUInt16(Bytes, block) != PublicKey.AlgorithmRsaPss3072
                || !ByteRange.IsZero(Bytes, block + 2, BundleFormat.SignatureHeaderSize - 2))
            {
                return ResultCode.UnsupportedAlgorithm;
            }

            _sha.Compute(Bytes, 0, Prefix.SignedLength, Fingerprint, 0);
            return _verifier.Verify(key, Fingerprint, 0, Bytes, block + BundleFormat.SignatureHeaderSize);
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

            return Components.CheckDigests(Bytes, Prefix, _digest, _scratch, _digest32);
        }
    }
}
