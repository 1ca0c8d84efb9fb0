using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// The model component: a header, a table of sections and the sections themselves, each known by its position in the
    /// source. The table has one encoding: types ascend, each section starts at the next multiple of four after the one
    /// before it, and the last ends where the component ends.
    /// </summary>
    public sealed class ModelReader
    {
        private const int KnownSections = 4;

        private readonly byte[] _scratch = new byte[ModelFormat.LabelBytes];
        private readonly int[] _positions = new int[KnownSections + 1];
        private readonly int[] _lengths = new int[KnownSections + 1];
        private IByteSource _source;

        /// <summary>Position of a section in the source, or -1 when the model has none.</summary>
        public int PositionOf(SectionType type)
        {
            return _positions[(int)type];
        }

        /// <summary>Length in bytes of a section, 0 when the model has none.</summary>
        public int LengthOf(SectionType type)
        {
            return _lengths[(int)type];
        }

        public int LabelCount
        {
            get { return _lengths[(int)SectionType.Labels] / ModelFormat.LabelBytes; }
        }

        /// <summary>Reads and checks the section table and the labels. The source is kept for <see cref="TryReadLabel"/>.</summary>
        /// <returns>Ok, BadModel, UnsupportedModelVersion, Truncated or a storage code.</returns>
        public ResultCode TryOpen(IByteSource source, int position, int length)
        {
            _source = source;
            for (int i = 0; i <= KnownSections; i++)
            {
                _positions[i] = -1;
                _lengths[i] = 0;
            }

            if (position < 0 || length < ModelFormat.ContainerHeaderBytes || position > source.Length || length > source.Length - position)
            {
                return ResultCode.BadModel;
            }

            ResultCode code = source.TryRead(position, _scratch, 0, ModelFormat.ContainerHeaderBytes);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            if (LittleEndian.ReadInt32(_scratch, 0) != ModelFormat.Magic)
            {
                return ResultCode.BadModel;
            }

            if (LittleEndian.ReadUInt16(_scratch, 4) != ModelFormat.Version)
            {
                return ResultCode.UnsupportedModelVersion;
            }

            code = TryReadTable(position, length, LittleEndian.ReadUInt16(_scratch, 6));
            return code == ResultCode.Ok ? TryCheckLabels() : code;
        }

        /// <summary>Copies one class name, 16 bytes padded with zeros.</summary>
        /// <returns>Ok, NotFound for an index outside 0..LabelCount-1, or what the source says.</returns>
        public ResultCode TryReadLabel(int index, byte[] buffer, int offset)
        {
            if (index < 0 || index >= LabelCount)
            {
                return ResultCode.NotFound;
            }

            return _source.TryRead(_positions[(int)SectionType.Labels] + (index * ModelFormat.LabelBytes), buffer, offset, ModelFormat.LabelBytes);
        }

        private ResultCode TryReadTable(int position, int length, int count)
        {
            int end = ModelFormat.ContainerHeaderBytes + (count * ModelFormat.SectionEntryBytes);
            if (count == 0 || count > ModelFormat.MaxSections || end > length)
            {
                return ResultCode.BadModel;
            }

            int previousType = 0;
            for (int i = 0; i < count; i++)
            {
                int entry = position + ModelFormat.ContainerHeaderBytes + (i * ModelFormat.SectionEntryBytes);
                ResultCode code = _source.TryRead(entry, _scratch, 0, ModelFormat.SectionEntryBytes);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                int type = LittleEndian.ReadUInt16(_scratch, 0);
                int sectionOffset = LittleEndian.ReadInt32(_scratch, 4);
                int sectionLength = LittleEndian.ReadInt32(_scratch, 8);
                if (type <= previousType || LittleEndian.ReadUInt16(_scratch, 2) != 0)
                {
                    return ResultCode.BadModel;
                }

                if (type > KnownSections && type < ModelFormat.FirstOptionalSectionType)
                {
                    return ResultCode.UnsupportedModelVersion;
                }

                if (sectionOffset != Align(end) || sectionOffset > length || sectionLength < 1 || sectionLength > length - sectionOffset)
                {
                    return ResultCode.BadModel;
                }

                if (type <= KnownSections)
                {
                    _positions[type] = position + sectionOffset;
                    _lengths[type] = sectionLength;
                }

                previousType = type;
                end = sectionOffset + sectionLength;
            }

            return end == length && _lengths[(int)SectionType.Network] > 0 ? ResultCode.Ok : ResultCode.BadModel;
        }

        private ResultCode TryCheckLabels()
        {
            int bytes = _lengths[(int)SectionType.Labels];
            int count = LabelCount;
            if (count > ModelFormat.MaxLabels || bytes != count * ModelFormat.LabelBytes)
            {
                return ResultCode.BadModel;
            }

            for (int i = 0; i < count; i++)
            {
                ResultCode code = TryReadLabel(i, _scratch, 0);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                if (!IsLabel(_scratch))
                {
                    return ResultCode.BadModel;
                }
            }

            return ResultCode.Ok;
        }

        // Printable ASCII without space, at least one character, then zeros to the end: safe to print into a health line.
        private static bool IsLabel(byte[] text)
        {
            int used = 0;
            while (used < ModelFormat.LabelBytes && text[used] > 0x20 && text[used] < 0x7F)
            {
                used++;
            }

            bool isPadded = used > 0;
            for (int i = used; i < ModelFormat.LabelBytes; i++)
            {
                isPadded = isPadded && text[i] == 0;
            }

            return isPadded;
        }

        // Saturates instead of wrapping; no section can start there.
        private static int Align(int value)
        {
            return value > int.MaxValue - 3 ? int.MaxValue : (value + ModelFormat.SectionAlignment - 1) & ~(ModelFormat.SectionAlignment - 1);
        }
    }
}
