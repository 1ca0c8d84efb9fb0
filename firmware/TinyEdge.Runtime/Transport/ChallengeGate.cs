using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// Challenge and answer: a nonce of the device, HMAC-SHA-256 (RFC 2104) with the device's own key over nonce, command and
    /// arguments. A nonce serves once, on the link that asked for it, for <see cref="WireLimits.ChallengeLifeMs"/>. The
    /// platform has no random numbers, so a nonce is a MAC over boot counter, microseconds and a counter: nobody without the
    /// key can foretell it, and it repeats only if a lost boot counter meets the same microsecond.
    /// Safe to call from the threads of all links. Failed answers lock the link that gave them, never the other one, and never what may be read without a key.
    /// </summary>
    public sealed class ChallengeGate
    {
        /// <summary>Nonces that may be open on one link; the oldest gives way, so asking without end costs nothing.</summary>
        public const int SlotsPerLink = 4;

        /// <summary>Failures in a row that cost no waiting: an operator picks the wrong key file once or twice.</summary>
        public const int FreeFailures = 3;

        public const int FirstLockMs = 1000;
        public const int LongestLockMs = 60000;

        private const int MessageBytes = 1 + WireLimits.NonceBytes + 32 + WireLimits.ProvisionArgumentBytes;

        private readonly object _sync = new object();
        private readonly IHmacSha256 _hmac;
        private readonly IClock _clock;
        private readonly int _bootCounter;
        private readonly byte[] _nonces = new byte[LinkId.Count * SlotsPerLink * WireLimits.NonceBytes];
        private readonly long[] _expiresMs = new long[LinkId.Count * SlotsPerLink];
        private readonly int[] _nextSlot = new int[LinkId.Count];
        private readonly int[] _failures = new int[LinkId.Count];
        private readonly long[] _lockedUntilMs = new long[LinkId.Count];
        private readonly byte[] _message = new byte[MessageBytes];
        private readonly byte[] _mac = new byte[WireLimits.MacBytes];
        private byte[] _key;
        private int _counter;

        /// <param name="deviceKey">32 bytes; null or another length means a device without a key: every answer is refused.</param>
        /// <param name="bootCounter">Number of this boot, so that nonces differ from those of the boots before.</param>
        public ChallengeGate(IHmacSha256 hmac, byte[] deviceKey, IClock clock, int bootCounter)
        {
            _hmac = hmac;
            _key = Usable(deviceKey);
            _clock = clock;
            _bootCounter = bootCounter;
        }

        public bool HasKey
        {
            get { return _key != null; }
        }

        /// <summary>Takes another key into use; challenges that the earlier one made are worth nothing any more.</summary>
        public void SetKey(byte[] deviceKey)
        {
            lock (_sync)
            {
                _key = Usable(deviceKey);
                System.Array.Clear(_expiresMs, 0, _expiresMs.Length);
            }
        }

        /// <summary>Milliseconds until the link may answer again; 0 when it may now.</summary>
        public int LockedForMs(int link)
        {
            lock (_sync)
            {
                long left = _lockedUntilMs[link] - _clock.UptimeMs;
                return left > 0 ? (int)left : 0;
            }
        }

        /// <summary>Makes a nonce and remembers it.</summary>
        /// <param name="nonce">Receives <see cref="WireLimits.NonceBytes"/> bytes.</param>
        /// <returns>Ok, RateLimited, or AuthenticationRequired on a device without a key.</returns>
        public ResultCode TryIssue(int link, byte[] nonce)
        {
            if (_key == null)
            {
                return ResultCode.AuthenticationRequired;
            }

            lock (_sync)
            {
                return LockedForMs(link) > 0 ? ResultCode.RateLimited : IssueUnlocked(link, nonce);
            }
        }

        /// <summary>Checks the answer that a request carries, and uses its nonce up whatever the outcome.</summary>
        /// <returns>Ok, AuthenticationRequired, AuthenticationFailed, ChallengeExpired or RateLimited.</returns>
        public ResultCode Check(CommandRequest request)
        {
            if (_key == null || !request.HasAuth)
            {
                return ResultCode.AuthenticationRequired;
            }

            lock (_sync)
            {
                return CheckUnlocked(request);
            }
        }

        /// <summary>Derives the session token of an update that was opened by this request.</summary>
        public void DeriveToken(CommandRequest request, byte[] token)
        {
            lock (_sync)
            {
                byte[] message = _message;
                message[0] = WireDomains.Token;
                System.Array.Copy(request.Nonce, 0, message, 1, WireLimits.NonceBytes);
                System.Array.Copy(request.Arguments, 0, message, 1 + WireLimits.NonceBytes, request.ArgumentLength);
                _hmac.Compute(_key, message, 0, 1 + WireLimits.NonceBytes + request.ArgumentLength, _mac);
                System.Array.Copy(_mac, 0, token, 0, WireLimits.TokenBytes);
            }
        }

        /// <summary>MAC over an answer, so that the companion knows which device gave it.</summary>
        /// <param name="mac">Receives 32 bytes.</param>
        /// <returns>False on a device without a key.</returns>
        public bool TrySign(LineWriter line, byte[] mac)
        {
            if (_key == null)
            {
                return false;
            }

            lock (_sync)
            {
                _hmac.Compute(_key, line.Buffer, line.Start, line.Length, mac);
                return true;
            }
        }

        /// <summary>Compares without telling by its duration where the first difference is.</summary>
        public static bool EqualInConstantTime(byte[] left, byte[] right, int count)
        {
            int difference = 0;
            for (int i = 0; i < count; i++)
            {
                difference |= left[i] ^ right[i];
            }

            return difference == 0;
        }

        private static byte[] Usable(byte[] deviceKey)
        {
            return deviceKey != null && deviceKey.Length == WireLimits.DeviceKeyBytes ? deviceKey : null;
        }

        private ResultCode IssueUnlocked(int link, byte[] nonce)
        {
            byte[] message = _message;
            message[0] = WireDomains.Nonce;
            LittleEndian.WriteInt32(message, 1, _bootCounter);
            LittleEndian.WriteInt64(message, 5, _clock.Microseconds);
            LittleEndian.WriteInt32(message, 13, _counter++);
            _hmac.Compute(_key, message, 0, 17, _mac);

            int slot = (link * SlotsPerLink) + _nextSlot[link];
            _nextSlot[link] = (_nextSlot[link] + 1) % SlotsPerLink;
            System.Array.Copy(_mac, 0, _nonces, slot * WireLimits.NonceBytes, WireLimits.NonceBytes);
            System.Array.Copy(_mac, 0, nonce, 0, WireLimits.NonceBytes);
            _expiresMs[slot] = _clock.UptimeMs + WireLimits.ChallengeLifeMs;
            return ResultCode.Ok;
        }

        private ResultCode CheckUnlocked(CommandRequest request)
        {
            int link = request.Link;
            if (LockedForMs(link) > 0)
            {
                return ResultCode.RateLimited;
            }

            int slot = FindSlot(link, request.Nonce);
            if (slot < 0)
            {
                return Fail(link);
            }

            bool expired = _clock.UptimeMs > _expiresMs[slot];
            _expiresMs[slot] = 0;
            if (expired)
            {
                return ResultCode.ChallengeExpired;
            }

            ComputeAnswer(request);
            if (!EqualInConstantTime(_mac, request.Mac, WireLimits.MacBytes))
            {
                return Fail(link);
            }

            _failures[link] = 0;
            return ResultCode.Ok;
        }

        private void ComputeAnswer(CommandRequest request)
        {
            byte[] message = _message;
            message[0] = WireDomains.Command;
            System.Array.Copy(request.Nonce, 0, message, 1, WireLimits.NonceBytes);
            int at = 1 + WireLimits.NonceBytes;
            at = AsciiText.Put(message, at, WireCommands.MethodOf(request.Command));
            message[at++] = (byte)' ';
            at = AsciiText.Put(message, at, WireCommands.PathOf(request.Command));
            message[at++] = (byte)'\n';
            System.Array.Copy(request.Arguments, 0, message, at, request.ArgumentLength);
            _hmac.Compute(_key, message, 0, at + request.ArgumentLength, _mac);
        }

        private int FindSlot(int link, byte[] nonce)
        {
            int first = link * SlotsPerLink;
            for (int slot = first; slot < first + SlotsPerLink; slot++)
            {
                if (_expiresMs[slot] != 0 && SlotHolds(slot, nonce))
                {
                    return slot;
                }
            }

            return -1;
        }

        private bool SlotHolds(int slot, byte[] nonce)
        {
            int at = slot * WireLimits.NonceBytes;
            for (int i = 0; i < WireLimits.NonceBytes; i++)
            {
                if (_nonces[at + i] != nonce[i])
                {
                    return false;
                }
            }

            return true;
        }

        private ResultCode Fail(int link)
        {
            int failures = _failures[link];
            if (failures < 32)
            {
                failures++;
                _failures[link] = failures;
            }

            if (failures >= FreeFailures)
            {
                int doublings = failures - FreeFailures;
                int lockMs = doublings > 6 ? LongestLockMs : FirstLockMs << doublings;
                _lockedUntilMs[link] = _clock.UptimeMs + (lockMs < LongestLockMs ? lockMs : LongestLockMs);
            }

            return ResultCode.AuthenticationFailed;
        }
    }
}
