using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// Which link owns the one transfer, and until when. A transfer lives as long as blocks keep becoming durable; a byte now and
    /// then does not keep it alive, so that a stalled or malicious sender cannot hold the device.
    /// </summary>
    internal sealed class TransferSession
    {
        /// <summary>Longest time from one durable block (or the opening) to the next, milliseconds.</summary>
        public const int ProgressTimeoutMs = 60000;

        private readonly IClock _clock;
        private long _deadlineMs;
        private int _link;
        private bool _open;

        public TransferSession(IClock clock)
        {
            _clock = clock;
        }

        /// <summary>True while a link owns the session and it has not expired.</summary>
        public bool IsLive
        {
            get { return _open && _clock.UptimeMs < _deadlineMs; }
        }

        public void Open(int link)
        {
            _open = true;
            _link = link;
            NoteProgress();
        }

        public void Close()
        {
            _open = false;
        }

        public void NoteProgress()
        {
            _deadlineMs = _clock.UptimeMs + ProgressTimeoutMs;
        }

        public bool IsOwner(int link)
        {
            return _open && _link == link;
        }

        /// <summary>Ok for the owner of a live session; SessionExpired, Busy or NoSession.</summary>
        public ResultCode Check(int link)
        {
            if (!_open)
            {
                return ResultCode.NoSession;
            }

            if (!IsLive)
            {
                return _link == link ? ResultCode.SessionExpired : ResultCode.NoSession;
            }

            return _link == link ? ResultCode.Ok : ResultCode.Busy;
        }
    }
}
