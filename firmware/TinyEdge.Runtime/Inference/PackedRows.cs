using System;
using TinyEdge.Kernels;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// Weights of a dense product with several outputs in each long, in the layouts of SPEC.md. Made and proved by
    /// <see cref="PackedRowsBuilder"/>; computes what <see cref="FullyConnected.Reference"/> computes, bit for bit.
    /// A product of one block whose scales share a shift requantises inside its straight-line code; any other goes through <see cref="BlockSums"/>.
    /// </summary>
    public sealed class PackedRows
    {
        /// <summary>Instance fields, for the pool account.</summary>
        public const int FieldCount = 10;

        private readonly long[][] _rows;
        private readonly sbyte[] _scratch;
        private readonly int _inputs;
        private readonly int _rowLength;
        private readonly int _groups;
        private readonly int _shift;
        private readonly int _outputs;
        private readonly int _min;
        private readonly int _max;
        private readonly BlockSums _blocks;

        /// <param name="rows">Block by block, the groups of a block next to each other.</param>
        /// <param name="scratch">At least a row long, or null when inputs always are at the start of an array that is.</param>
        /// <param name="rowLength">Padded inputs of a row of the first block.</param>
        /// <param name="shift">Shift that all outputs share; not used with <paramref name="blocks"/>.</param>
        /// <param name="blocks">Null when rows hold their own scales.</param>
        public PackedRows(long[][] rows, sbyte[] scratch, int inputs, int rowLength, int groups, int shift, int outputs, int min, int max, BlockSums blocks)
        {
            _rows = rows;
            _scratch = scratch;
            _inputs = inputs;
            _rowLength = rowLength;
            _groups = groups;
            _shift = shift;
            _outputs = outputs;
            _min = min;
            _max = max;
            _blocks = blocks;
        }

        /// <summary>Whether requantisation happens inside the straight-line code.</summary>
        public bool IsInline
        {
            get { return _blocks == null; }
        }

        /// <param name="source">Holds the inputs, int8.</param>
        /// <param name="from">First input.</param>
        /// <param name="to">Where the first output goes.</param>
        public void Multiply(sbyte[] source, int from, sbyte[] output, int to)
        {
            if (_blocks != null)
            {
                EvalBlocks(source, from, output, to);
                return;
            }

            sbyte[] x = source;
            if (_scratch != null)
            {
                x = _scratch;
                Array.Copy(source, from, x, 0, _inputs);
            }

            EvalRow(x, output, to);
        }

        private void EvalRow(sbyte[] x, sbyte[] output, int to)
        {
            int last = to + _outputs - 3;
            switch (_rowLength / PackedDense.RowStep)
            {
                case 1:
                    PackedDense.Eval8(x, _rows, _groups, _shift, _min, _max, output, to, last);
                    break;
                case 2:
                    PackedDense.Eval16(x, _rows, _groups, _shift, _min, _max, output, to, last);
                    break;
                case 3:
                    PackedDense.Eval24(x, _rows, _groups, _shift, _min, _max, output, to, last);
                    break;
                case 4:
                    PackedDense.Eval32(x, _rows, _groups, _shift, _min, _max, output, to, last);
                    break;
                case 5:
                    PackedDense.Eval40(x, _rows, _groups, _shift, _min, _max, output, to, last);
                    break;
                case 6:
                    PackedDense.Eval48(x, _rows, _groups, _shift, _min, _max, output, to, last);
                    break;
                case 7:
                    PackedDense.Eval56(x, _rows, _groups, _shift, _min, _max, output, to, last);
                    break;
                case 8:
                    PackedDense.Eval64(x, _rows, _groups, _shift, _min, _max, output, to, last);
                    break;
                case 9:
                    PackedDense.Eval72(x, _rows, _groups, _shift, _min, _max, output, to, last);
                    break;
                default:
                    PackedDense.Eval80(x, _rows, _groups, _shift, _min, _max, output, to, last);
                    break;
            }
        }

        private void EvalBlocks(sbyte[] source, int from, sbyte[] output, int to)
        {
            BlockSums blocks = _blocks;
            sbyte[] x = _scratch;
            blocks.Clear();
            int row = 0;
            for (int left = _inputs; left > 0; left -= _rowLength)
            {
                int count = left < _rowLength ? left : _rowLength;
                Array.Copy(source, from, x, 0, count);
                EvalBlock(x, count, row, blocks);
                blocks.AddFields();
                from += count;
                row += _groups;
            }

            blocks.Requantize(output, to, _outputs, _min, _max);
        }

        private void EvalBlock(sbyte[] x, int count, int row, BlockSums blocks)
        {
            switch (PackedRowsBuilder.PaddedBlock(count, _rowLength))
            {
                case 8:
                    PackedDot.Eval8(x, _rows, row, blocks.Bias, blocks.Packed, _groups);
                    break;
                case 16:
                    PackedDot.Eval16(x, _rows, row, blocks.Bias, blocks.Packed, _groups);
                    break;
                case 32:
                    PackedDot.Eval32(x, _rows, row, blocks.Bias, blocks.Packed, _groups);
                    break;
                default:
                    PackedDot.Eval64(x, _rows, row, blocks.Bias, blocks.Packed, _groups);
                    break;
            }
        }
    }
}
