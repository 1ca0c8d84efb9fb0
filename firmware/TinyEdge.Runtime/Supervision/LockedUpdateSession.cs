using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Runtime.Supervision
{
    /// <summary>The update engine as links see it: every call under the supervisor's lock.</summary>
    internal sealed class LockedUpdateSession : IUpdateSession
    {
        private readonly UpdateEngine _engine;
        private readonly object _sync;

        public LockedUpdateSession(UpdateEngine engine, object sync)
        {
            _engine = engine;
            _sync = sync;
        }

        public int AcknowledgedOffset
        {
            get
            {
                lock (_sync)
                {
                    return _engine.AcknowledgedOffset;
                }
            }
        }

        public int ExpectedOffset
        {
            get
            {
                lock (_sync)
                {
                    return _engine.ExpectedOffset;
                }
            }
        }

        public ResultCode Open(byte[] fingerprint, int offset, int totalLength, int link, out int nextOffset)
        {
            lock (_sync)
            {
                return _engine.Open(fingerprint, offset, totalLength, link, out nextOffset);
            }
        }

        public ResultCode Feed(int position, byte[] buffer, int offset, int count, int link)
        {
            lock (_sync)
            {
                return _engine.Feed(position, buffer, offset, count, link);
            }
        }

        public void DropPartial(int link)
        {
            lock (_sync)
            {
                _engine.DropPartial(link);
            }
        }

        public ResultCode Finish(int link)
        {
            lock (_sync)
            {
                return _engine.Finish(link);
            }
        }

        public ResultCode Abort(int link)
        {
            lock (_sync)
            {
                return _engine.Abort(link);
            }
        }
    }
}
