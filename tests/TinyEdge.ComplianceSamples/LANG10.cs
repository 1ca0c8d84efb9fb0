using System.Collections;
using System.Threading.Tasks;

namespace Samples.LANG10
{
    public static class BrokenAsync
    {
        public static async void Run()
        {
            await Task.Delay(1);
        }
    }

    public static class BrokenIterator
    {
        public static IEnumerable Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                yield return null;
            }
        }
    }

    public sealed class AllowedEnumerator : IEnumerator
    {
        private int _at = -1;

        public object Current
        {
            get { return this; }
        }

        public bool MoveNext()
        {
            return ++_at < 3;
        }

        public void Reset()
        {
            _at = -1;
        }
    }
}
