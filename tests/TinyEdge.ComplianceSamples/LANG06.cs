using System.Threading;

namespace Samples.LANG06
{
    public sealed class BrokenField
    {
        private volatile bool _stopped;

        public bool Stop()
        {
            bool before = _stopped;
            _stopped = true;
            return before;
        }
    }

    public sealed class AllowedField
    {
        private bool _stopped;
        private int _count;

        public bool Stop()
        {
            bool before = _stopped;
            _stopped = true;
            Interlocked.Increment(ref _count);
            return before && _count > 0;
        }
    }
}
