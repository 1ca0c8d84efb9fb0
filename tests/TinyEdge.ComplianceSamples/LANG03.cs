namespace Samples.LANG03
{
    public interface BrokenDefault
    {
        int Count { get; }

        bool IsEmpty()
        {
            return Count == 0;
        }
    }

    public interface BrokenStatic
    {
        static int Twice(int value)
        {
            return 2 * value;
        }
    }

    public interface AllowedPlain
    {
        int Count { get; }
    }

    public abstract class AllowedAbstract : AllowedPlain
    {
        public abstract int Count { get; }

        public bool IsEmpty()
        {
            return Count == 0;
        }
    }
}
