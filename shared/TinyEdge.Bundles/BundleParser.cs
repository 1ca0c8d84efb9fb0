using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// Reads a bundle as it comes, in pieces of any size, over one head buffer and one block buffer. Nothing of the payload is
    /// taken before the head's signature has been verified, and no block is handed on before its digest has. What happens at which position
    /// does not depend on the pieces. After a refusal it stays refused until <see cref="Reset"/>, or, when a block was at fault,
    /// <see cref="ResumeAtBlock"/>. Allocates in the constructor only.
    /// </summary>
    public sealed class BundleParser
    {
        private const int StatePrefix = 0;
        private const int StateHead = 1;
        private const int StatePayload = 2;
        private const int StateComplete = 3;
        private const int StateRefused = 4;

        private readonly IBlockDigest _digest;
        private readonly BundleHead _head;
        private readonly byte[] _block = new byte[BundleFormat.MaxBlockSize];
        private readonly byte[] _blockDigest = new byte[BundleFormat.DigestSize];
        private int _state;
        private int _position;
        private bool _headAccepted;
        private ResultCode _refusal;

        public BundleParser(ITrustStore trust, IBlockDigest digest)
        {
            _digest = digest;

            // No block is being collected while a head is checked.
            _head = new BundleHead(trust, digest, _block);
            Reset();
        }

        /// <summary>Meaningful after <see cref="HeadAccepted"/> only, or in <see cref="IBundleSink.OnHead"/>.</summary>
        public BundleManifest Manifest
        {
            get { return _head.Manifest; }
        }

        /// <summary>Meaningful after <see cref="HeadAccepted"/> only, or in <see cref="IBundleSink.OnHead"/>.</summary>
        public ComponentTable Components
        {
            get { return _head.Components; }
        }

        /// <summary>Optional fields; meaningful after <see cref="HeadAccepted"/> only, or in <see cref="IBundleSink.OnHead"/>.</summary>
        public TlvArea Tlvs
        {
            get { return _head.Tlvs; }
        }

        /// <summary>Sizes; meaningful from the 32nd byte on.</summary>
        public BundlePrefix Prefix
        {
            get { return _head.Prefix; }
        }

        /// <summary>The head as it came: <see cref="PayloadOffset"/> bytes of a 4096-byte buffer.</summary>
        public byte[] Head
        {
            get { return _head.Bytes; }
        }

        /// <summary>SHA-256 over the signed bytes; the first 8 go into the boot record.</summary>
        public byte[] Fingerprint
        {
            get { return _head.Fingerprint; }
        }

        /// <summary>Where block 0 begins in the file; 0 before the prefix has been read.</summary>
        public int PayloadOffset
        {
            get { return _head.Prefix.PayloadOffset; }
        }

        /// <summary>What blocks are digested with.</summary>
        public IBlockDigest Digest
        {
            get { return _digest; }
        }

        /// <summary>Position in the file of the next byte to feed.</summary>
        public int Position
        {
            get { return _position; }
        }

        /// <summary>Signature good, head consistent, and the sink agreed.</summary>
        public bool HeadAccepted
        {
            get { return _headAccepted; }
        }

        /// <summary>Every block up to the last has been handed on; not one byte more is taken.</summary>
        public bool Complete
        {
            get { return _state == StateComplete; }
        }

        /// <summary>
        /// The block buffer: between bundles, and once one is complete, it is free for whoever reads or writes keyrings.
        /// </summary>
        public byte[] Scratch
        {
            get { return _block; }
        }

        /// <summary>Forgets the bundle; the next byte is the first of another one.</summary>
        public void Reset()
        {
            Reset(null);
        }

        /// <summary>The same; the next bundle was installed and confirmed before.</summary>
        /// <param name="vouched">
        /// Its fingerprint in the boot record. A key that has been revoked since, or is not known any more, is then no reason to refuse it:
        /// its signature was checked when it came, and these 8 bytes and the digests say that it is still the same.
        /// </param>
        public void Reset(byte[] vouched)
        {
            _state = StatePrefix;
            _position = 0;
            _headAccepted = false;
            _refusal = ResultCode.Ok;
            _head.Clear(vouched);
        }

        /// <summary>Takes the next bytes.</summary>
        /// <param name="buffer">Holds them.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many, 0 or more.</param>
        /// <param name="sink">Gets the head and the blocks; null when nobody needs them.</param>
        /// <param name="consumed">How many were taken: all of them unless the bundle was refused.</param>
        /// <returns>NeedMore, Ok once the bundle is complete, TrailingBytes when it was already, else why it is refused.</returns>
        public ResultCode Feed(byte[] buffer, int offset, int count, IBundleSink sink, out int consumed)
        {
            consumed = 0;
            if (offset < 0 || count < 0 || offset > buffer.Length || count > buffer.Length - offset)
            {
                return ResultCode.BadLength;
            }

            while (consumed < count && _state != StateRefused)
            {
                if (_state == StateComplete)
                {
                    Refuse(ResultCode.TrailingBytes);
                    break;
                }

                int sectionEnd = SectionEnd();
                int wanted = sectionEnd - _position;
                int taken = wanted < count - consumed ? wanted : count - consumed;
                Collect(buffer, offset + consumed, taken);
                consumed += taken;
                _position += taken;
                if (_position == sectionEnd)
                {
                    FinishSection(sink);
                }
            }

            return Outcome();
        }

        /// <summary>
        /// Takes the rest of the present section, prefix, head or block, straight from where the bundle lies.
        /// </summary>
        /// <param name="source">The whole bundle, at the same positions.</param>
        /// <param name="sink">As for <see cref="Feed"/>.</param>
        /// <returns>As <see cref="Feed"/>; or why the source could not be read (Truncated at its end), and then nothing was taken.</returns>
        public ResultCode ReadSection(IByteSource source, IBundleSink sink)
        {
            if (_state == StateComplete)
            {
                Refuse(ResultCode.TrailingBytes);
            }

            if (_state == StateRefused)
            {
                return _refusal;
            }

            int end = SectionEnd();
            bool inPayload = _state == StatePayload;
            ResultCode read = inPayload
                ? source.TryRead(_position, _block, PositionInBlock(), end - _position)
                : source.TryRead(_position, _head.Bytes, _position, end - _position);
            if (read != ResultCode.Ok)
            {
                return read;
            }

            _position = end;
            FinishSection(sink);
            return Outcome();
        }

        /// <summary>
        /// Goes on at the beginning of a block of the accepted bundle: after a link broke, after a block came in damaged, or, the head
        /// having been fed again, after a restart. Blocks that are skipped so are the caller's to verify by <see cref="CheckBlock"/>.
        /// </summary>
        /// <param name="index">0 to the number of blocks; that number itself means that nothing is missing.</param>
        /// <returns>Ok or OffsetMismatch.</returns>
        public ResultCode ResumeAtBlock(int index)
        {
            if (!_headAccepted || index < 0 || index > _head.Prefix.BlockCount)
            {
                return ResultCode.OffsetMismatch;
            }

            _refusal = ResultCode.Ok;
            _position = _head.Prefix.PayloadOffset + (index * _head.Prefix.BlockSize);
            _state = index == _head.Prefix.BlockCount ? StateComplete : StatePayload;
            return ResultCode.Ok;
        }

        /// <summary>Compares any block with the accepted head: read back from flash, or about to be handed on.</summary>
        /// <param name="index">Which block it should be.</param>
        /// <param name="block">Its bytes, from the beginning of the array.</param>
        /// <returns>Ok, OffsetMismatch, Truncated, BlockDigestMismatch or NonZeroPadding.</returns>
        public ResultCode CheckBlock(int index, byte[] block)
        {
            BundlePrefix prefix = _head.Prefix;
            if (!_headAccepted || index < 0 || index >= prefix.BlockCount)
            {
                return ResultCode.OffsetMismatch;
            }

            if (block.Length < prefix.BlockSize)
            {
                return ResultCode.Truncated;
            }

            _digest.Compute(block, 0, prefix.BlockSize, _blockDigest);
            int expected = prefix.BlockListOffset + (index * BundleFormat.DigestSize);
            if (!ByteRange.AreEqual(_blockDigest, 0, _head.Bytes, expected, BundleFormat.DigestSize))
            {
                return ResultCode.BlockDigestMismatch;
            }

            ComponentEntry owner = _head.Components.OwnerOf(index);
            int used = owner.Length - ((index - owner.FirstBlock) * prefix.BlockSize);
            return used >= prefix.BlockSize || ByteRange.IsZero(block, used, prefix.BlockSize - used)
                ? ResultCode.Ok
                : ResultCode.NonZeroPadding;
        }

        /// <summary>
        /// Judges the keyring of a complete bundle against the keys that hold now. Takes two signature checks; uses the block buffer.
        /// </summary>
        /// <param name="source">The whole bundle, at the same positions.</param>
        /// <returns>Ok, also without a keyring; else why it is refused.</returns>
        public ResultCode CheckKeyring(IByteSource source)
        {
            int offset;
            int length;
            return TryFindComponent(ComponentType.Keyring, out offset, out length)
                ? CheckKeyring(source, offset, length)
                : ResultCode.Ok;
        }

        /// <summary>The same for a keyring anywhere, between bundles.</summary>
        /// <param name="source">Holds it.</param>
        /// <param name="position">Where it begins.</param>
        /// <param name="length">Its bytes.</param>
        public ResultCode CheckKeyring(IByteSource source, int position, int length)
        {
            return KeyringCheck.Run(_head, source, position, length);
        }

        /// <summary>Where the first component of a type lies in the file.</summary>
        /// <param name="type">One of <see cref="ComponentType"/>.</param>
        /// <param name="offset">Position of its first byte.</param>
        /// <param name="length">Bytes of content.</param>
        /// <returns>False when there is none, or no accepted head.</returns>
        public bool TryFindComponent(int type, out int offset, out int length)
        {
            offset = 0;
            length = 0;
            ComponentEntry entry = _headAccepted ? _head.Components.Find(type) : null;
            if (entry == null)
            {
                return false;
            }

            offset = OffsetOf(entry);
            length = entry.Length;
            return true;
        }

        /// <summary>Position in the file of a component's first byte.</summary>
        public int OffsetOf(ComponentEntry entry)
        {
            return _head.Prefix.PayloadOffset + (entry.FirstBlock * _head.Prefix.BlockSize);
        }

        /// <summary>Copies bytes of the present section into its buffer.</summary>
        private void Collect(byte[] buffer, int offset, int count)
        {
            if (_state == StatePayload)
            {
                Array.Copy(buffer, offset, _block, PositionInBlock(), count);
            }
            else
            {
                Array.Copy(buffer, offset, _head.Bytes, _position, count);
            }
        }

        private int PositionInBlock()
        {
            return (_position - _head.Prefix.PayloadOffset) & (_head.Prefix.BlockSize - 1);
        }

        private ResultCode Outcome()
        {
            return _state == StateRefused ? _refusal : _state == StateComplete ? ResultCode.Ok : ResultCode.NeedMore;
        }

        private int SectionEnd()
        {
            switch (_state)
            {
                case StatePrefix:
                    return BundleFormat.PrefixSize;
                case StateHead:
                    return _head.Prefix.PayloadOffset;
                default:
                    // Payload blocks begin at multiples of the block size in the file, the head being padded to one.
                    return (_position & -_head.Prefix.BlockSize) + _head.Prefix.BlockSize;
            }
        }

        private void FinishSection(IBundleSink sink)
        {
            switch (_state)
            {
                case StatePrefix:
                    FinishPrefix();
                    break;
                case StateHead:
                    FinishHead(sink);
                    break;
                default:
                    FinishBlock(sink);
                    break;
            }
        }

        private void FinishPrefix()
        {
            ResultCode code = _head.Prefix.TryRead(_head.Bytes);
            if (code == ResultCode.Ok)
            {
                _state = StateHead;
            }
            else
            {
                Refuse(code);
            }
        }

        private void FinishHead(IBundleSink sink)
        {
            ResultCode code = _head.TryAccept();
            if (code == ResultCode.Ok && sink != null)
            {
                code = sink.OnHead(this);
            }

            if (code == ResultCode.Ok)
            {
                _headAccepted = true;
                _state = StatePayload;
            }
            else
            {
                Refuse(code);
            }
        }

        private void FinishBlock(IBundleSink sink)
        {
            // _position is at the end of the block already.
            int index = ((_position - _head.Prefix.PayloadOffset) / _head.Prefix.BlockSize) - 1;
            ResultCode code = CheckBlock(index, _block);
            if (code == ResultCode.Ok && sink != null)
            {
                code = sink.OnBlock(this, index, _block);
            }

            if (code != ResultCode.Ok)
            {
                Refuse(code);
            }
            else if (index == _head.Prefix.BlockCount - 1)
            {
                _state = StateComplete;
            }
        }

        private void Refuse(ResultCode code)
        {
            _refusal = code;
            _state = StateRefused;
        }
    }
}
