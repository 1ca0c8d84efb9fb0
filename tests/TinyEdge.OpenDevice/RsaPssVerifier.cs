namespace TinyEdge.Bundles
{
    /// <summary>
    /// Stands in the place of the real verifier in this one assembly, which only the fuzzer loads: every signature is good. Size and members are
    /// those of the real one.
    /// </summary>
    public sealed class RsaPssVerifier
    {
        public const int SignatureSize = PublicKey.ModulusSize;

        public RsaPssVerifier(Sha256 sha)
            : this(sha, null)
        {
        }

        public RsaPssVerifier(Sha256 sha, byte[] scratch)
        {
        }

        public ResultCode Verify(PublicKey key, byte[] digest, int digestOffset, byte[] signature, int signatureOffset)
        {
            return ResultCode.Ok;
        }

        public ResultCode Verify(byte[] record, int recordOffset, byte[] digest, int digestOffset, byte[] signature, int signatureOffset)
        {
            return ResultCode.Ok;
        }
    }
}
