namespace TinyEdge.Bundles
{
    /// <summary>
    /// Update data on a serial line: 00, COBS(head, payload, CRC-32), 00. Head: type u8, sequence u16, session token 16
    /// bytes, position i32; integers little endian; the CRC covers head and payload.
    /// </summary>
    public static class WireFrame
    {
        public const byte TypeData = 1;

        public const int SequenceOffset = 1;
        public const int TokenOffset = 3;
        public const int PositionOffset = 19;

        /// <summary>Longest frame before stuffing. Bytes.</summary>
        public const int MaxRawBytes = WireLimits.FrameOverheadBytes + WireLimits.FramePayloadBytes;

        /// <summary>Longest frame after stuffing, without the two zeros. Bytes.</summary>
        public const int MaxStuffedBytes = MaxRawBytes + (MaxRawBytes / 254) + 1;

        /// <summary>Undoes the stuffing in place and checks length and CRC.</summary>
        /// <param name="payloadLength">Bytes at <see cref="WireLimits.FrameHeadBytes"/>; 1 or more.</param>
        public static ResultCode TryOpen(byte[] frame, int count, out int payloadLength)
        {
            payloadLength = 0;
            int raw = count > MaxStuffedBytes ? -1 : Cobs.DecodeInPlace(frame, 0, count);
            if (raw <= WireLimits.FrameOverheadBytes || raw > MaxRawBytes)
            {
                return ResultCode.BadFrame;
            }

            if (Crc32.Compute(frame, 0, raw - 4) != LittleEndian.ReadUInt32(frame, raw - 4) || frame[0] != TypeData)
            {
                return ResultCode.BadFrame;
            }

            payloadLength = raw - WireLimits.FrameOverheadBytes;
            return ResultCode.Ok;
        }

        /// <summary>Builds a whole frame, both zeros included.</summary>
        /// <param name="raw">Scratch of <see cref="MaxRawBytes"/>.</param>
        /// <param name="frame">Receives the frame; room for <see cref="MaxStuffedBytes"/> + 2.</param>
        /// <returns>Bytes written.</returns>
        public static int Build(int sequence, byte[] token, int position, byte[] payload, int offset, int count, byte[] raw, byte[] frame)
        {
            raw[0] = TypeData;
            LittleEndian.WriteInt16(raw, SequenceOffset, sequence);
            System.Array.Copy(token, 0, raw, TokenOffset, WireLimits.TokenBytes);
            LittleEndian.WriteInt32(raw, PositionOffset, position);
            System.Array.Copy(payload, offset, raw, WireLimits.FrameHeadBytes, count);
            int length = WireLimits.FrameHeadBytes + count;
            LittleEndian.WriteInt32(raw, length, (int)Crc32.Compute(raw, 0, length));

            frame[0] = 0;
            int stuffed = Cobs.Encode(raw, 0, length + 4, frame, 1);
            frame[1 + stuffed] = 0;
            return stuffed + 2;
        }
    }
}
