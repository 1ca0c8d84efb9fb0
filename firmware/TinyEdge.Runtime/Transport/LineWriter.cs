using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// Builds one line of <c>label:value&lt;TAB&gt;label:value</c> in a fixed buffer, ended by a checksum field
    /// <c>crc:XXXXXXXX</c> (CRC-32 of every byte before that field's TAB) and a line feed. ASCII only; characters that
    /// would break the line (controls, TAB, ':' in a label, bytes over 126) are written as '_'. Never allocates, never
    /// overruns: a field that does not fit is left out whole and <see cref="Overflowed"/> is set. With an output the buffer holds but a
    /// piece: what is there is sent when the next field needs the room, and a line is as long as <see cref="WireLimits.LineBytes"/> allows.
    /// </summary>
    public sealed class LineWriter
    {
        /// <summary>Bytes kept free for TAB, "crc:", eight digits and the line feed.</summary>
        public const int TrailerBytes = 14;

        private readonly byte[] _buffer;
        private readonly byte[] _digits = new byte[20];
        private readonly ITextOutput _output;
        private readonly int _start;
        private readonly int _limit;
        private int _end;
        private int _sent;
        private uint _crc;
        private bool _overflowed;

        public LineWriter(byte[] buffer)
            : this(buffer, 0)
        {
        }

        /// <param name="buffer">Holds the line.</param>
        /// <param name="start">Where it begins; what comes before is the owner's.</param>
        public LineWriter(byte[] buffer, int start)
        {
            _buffer = buffer;
            _start = start;
            _limit = buffer.Length - start - TrailerBytes;
            Begin();
        }

        /// <param name="buffer">Holds a piece: at least the longest field and <see cref="TrailerBytes"/>.</param>
        /// <param name="output">Gets the pieces.</param>
        public LineWriter(byte[] buffer, ITextOutput output)
        {
            _buffer = buffer;
            _output = output;
            _limit = WireLimits.LineBytes - TrailerBytes;
            Begin();
        }

        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Where in <see cref="Buffer"/> the line begins.</summary>
        public int Start
        {
            get { return _start; }
        }

        /// <summary>Bytes written, the line feed included once <see cref="End"/> was called.</summary>
        public int Length
        {
            get { return _sent + _end - _start; }
        }

        /// <summary>True when a field did not fit since <see cref="Begin"/>.</summary>
        public bool Overflowed
        {
            get { return _overflowed; }
        }

        public void Begin()
        {
            _end = _start;
            _sent = 0;
            _crc = Crc32.Initial;
            _overflowed = false;
        }

        public void Add(string label, string value)
        {
            if (TryOpen(label, value.Length))
            {
                for (int i = 0; i < value.Length; i++)
                {
                    _buffer[_end++] = Printable(value[i]);
                }
            }
        }

        public void Add(string label, long value)
        {
            int count = 0;
            bool negative = value < 0;
            do
            {
                int digit = (int)(value % 10);
                _digits[count++] = (byte)('0' + (digit < 0 ? -digit : digit));
                value /= 10;
            }
            while (value != 0);

            if (TryOpen(label, negative ? count + 1 : count))
            {
                if (negative)
                {
                    _buffer[_end++] = (byte)'-';
                }

                while (count > 0)
                {
                    _buffer[_end++] = _digits[--count];
                }
            }
        }

        /// <summary>Adds a packed version (8.8.16 bits) as major.minor.patch.</summary>
        public void AddVersion(string label, uint version)
        {
            int patch = (int)(version & 0xFFFF);
            int minor = (int)((version >> 16) & 0xFF);
            int major = (int)(version >> 24);
            if (TryOpen(label, DigitCount(major) + DigitCount(minor) + DigitCount(patch) + 2))
            {
                PutNumber(major);
                _buffer[_end++] = (byte)'.';
                PutNumber(minor);
                _buffer[_end++] = (byte)'.';
                PutNumber(patch);
            }
        }

        public void AddHex(string label, byte[] bytes, int offset, int count)
        {
            if (TryOpen(label, count * 2))
            {
                for (int i = 0; i < count; i++)
                {
                    PutHexByte(bytes[offset + i]);
                }
            }
        }

        /// <summary>Adds int16 values as four hex digits each, two's complement.</summary>
        public void AddSamples(string label, short[] values, int count)
        {
            if (TryOpen(label, count * 4))
            {
                for (int i = 0; i < count; i++)
                {
                    PutHexByte((byte)(values[i] >> 8));
                    PutHexByte((byte)values[i]);
                }
            }
        }

        /// <summary>Adds a zero-padded ASCII field of a record (a bundle id); stops at the first zero byte.</summary>
        public void AddText(string label, byte[] text, int offset, int maxLength)
        {
            int count = 0;
            while (count < maxLength && text[offset + count] != 0)
            {
                count++;
            }

            if (TryOpen(label, count))
            {
                for (int i = 0; i < count; i++)
                {
                    _buffer[_end++] = Printable((char)text[offset + i]);
                }
            }
        }

        /// <summary>Adds the checksum field and the line feed, and sends what has not been sent when there is an output.</summary>
        /// <returns>The line's length in bytes.</returns>
        public int End()
        {
            uint crc = Crc32.Finish(Crc32.Append(_crc, _buffer, _start, _end - _start));
            if (Length > 0)
            {
                _buffer[_end++] = (byte)'\t';
            }

            _buffer[_end++] = (byte)'c';
            _buffer[_end++] = (byte)'r';
            _buffer[_end++] = (byte)'c';
            _buffer[_end++] = (byte)':';
            PutHexByte((byte)(crc >> 24));
            PutHexByte((byte)(crc >> 16));
            PutHexByte((byte)(crc >> 8));
            PutHexByte((byte)crc);
            _buffer[_end++] = (byte)'\n';
            if (_output != null)
            {
                Send();
            }

            return Length;
        }

        private static byte Printable(char c)
        {
            return c < ' ' || c > '~' ? (byte)'_' : (byte)c;
        }

        private bool TryOpen(string label, int valueLength)
        {
            bool isFirst = Length == 0;
            int needed = (isFirst ? 0 : 1) + label.Length + 1;
            int free = _limit - Length;
            if (needed > free || valueLength > free - needed || !TryMakeRoom(needed + valueLength))
            {
                _overflowed = true;
                return false;
            }

            if (!isFirst)
            {
                _buffer[_end++] = (byte)'\t';
            }

            for (int i = 0; i < label.Length; i++)
            {
                char c = label[i];
                _buffer[_end++] = c == ':' ? (byte)'_' : Printable(c);
            }

            _buffer[_end++] = (byte)':';
            return true;
        }

        /// <summary>Whether the buffer takes a field, once the piece before it has been sent.</summary>
        private bool TryMakeRoom(int count)
        {
            int room = _buffer.Length - _start - TrailerBytes;
            if (_output != null && count <= room && count > room - (_end - _start))
            {
                _crc = Crc32.Append(_crc, _buffer, _start, _end - _start);
                Send();
            }

            return count <= room - (_end - _start);
        }

        private void Send()
        {
            _output.Write(_buffer, _end);
            _sent += _end - _start;
            _end = _start;
        }

        private static int DigitCount(int value)
        {
            int count = 1;
            while (value >= 10)
            {
                value /= 10;
                count++;
            }

            return count;
        }

        private void PutNumber(int value)
        {
            int count = DigitCount(value);
            for (int i = count - 1; i >= 0; i--)
            {
                _buffer[_end + i] = (byte)('0' + (value % 10));
                value /= 10;
            }

            _end += count;
        }

        private void PutHexByte(byte value)
        {
            _buffer[_end++] = HexDigit(value >> 4);
            _buffer[_end++] = HexDigit(value & 15);
        }

        private static byte HexDigit(int nibble)
        {
            return (byte)(nibble < 10 ? '0' + nibble : 'a' + nibble - 10);
        }
    }
}
