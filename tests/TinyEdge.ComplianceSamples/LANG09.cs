using System;

namespace Samples.LANG09
{
    public sealed class BrokenFinalizer
    {
        private int _handle = 1;

        ~BrokenFinalizer()
        {
            _handle = 0;
        }

        public int Handle()
        {
            return _handle;
        }
    }

    public sealed class AllowedDispose : IDisposable
    {
        public int Handle;

        public void Dispose()
        {
            Handle = 0;
        }

        public void Finalize(int value)
        {
            Handle = value;
        }
    }
}
