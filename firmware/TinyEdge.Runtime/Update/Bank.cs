namespace TinyEdge.Runtime.Update
{
    /// <summary>The two banks and the golden app, as numbers in the boot record and as names on flash. Nothing from outside names a file.</summary>
    public static class Bank
    {
        public const int A = 0;
        public const int B = 1;

        /// <summary>As an active bank: the golden app inside the supervisor. As a trial bank: none.</summary>
        public const int Golden = 255;

        /// <summary>No bank (same number as <see cref="Golden"/>, in the trial field).</summary>
        public const int None = 255;

        public const string FileA = "bank_a.teb";
        public const string FileB = "bank_b.teb";

        /// <summary>File of bank A or B; the caller has excluded golden.</summary>
        public static string FileOf(int bank)
        {
            return bank == A ? FileA : FileB;
        }

        /// <summary>True for A, B and 255.</summary>
        public static bool IsKnown(int bank)
        {
            return bank == A || bank == B || bank == Golden;
        }

        /// <summary>The bank that may be written while this one is active: the other one, or A beside the golden app.</summary>
        public static int SpareOf(int active)
        {
            return active == A ? B : A;
        }
    }
}
