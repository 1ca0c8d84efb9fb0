namespace TinyEdge.Runtime.Memory
{
    /// <summary>
    /// What managed memory costs on nanoFramework's 32-bit heap, so that the desktop and the device count the same bytes.
    /// Source: heap cells of 12 bytes; an array carries 20 bytes of header, an object one cell, a field one cell whatever its type.
    /// </summary>
    public static class DeviceLayout
    {
        public const int CellBytes = 12;
        public const int ArrayHeaderBytes = 20;

        /// <summary>Heap bytes of an array of <paramref name="length"/> elements of <paramref name="elementBytes"/> bytes (12 for references).</summary>
        public static int ArrayBytes(int length, int elementBytes)
        {
            return RoundUpToCell(ArrayHeaderBytes + (length * elementBytes));
        }

        /// <summary>Heap bytes of an object with <paramref name="fieldCount"/> instance fields, inherited ones included.</summary>
        public static int ObjectBytes(int fieldCount)
        {
            return CellBytes + (CellBytes * fieldCount);
        }

        private static int RoundUpToCell(int bytes)
        {
            return (bytes + CellBytes - 1) / CellBytes * CellBytes;
        }
    }
}
