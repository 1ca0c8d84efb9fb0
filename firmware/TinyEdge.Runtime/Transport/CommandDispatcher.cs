using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// What every link shares: who may do what, and the answer line. HTTP and serial only bring bytes to
    /// <see cref="CommandRequest"/> and the line back. Commands that change something hold one lock, so those of two links
    /// never meet; what may be read does not wait for it, so health is served while a bank is being verified.
    /// </summary>
    public sealed class CommandDispatcher
    {
        /// <summary>An update that got data within this time is not given up for another bundle. Milliseconds.</summary>
        public const int SessionHoldMs = 15000;

        private readonly IDeviceControl _control;
        private readonly ChallengeGate _gate;
        private readonly IClock _clock;
        private readonly object _sync = new object();
        private readonly byte[] _fingerprint = new byte[WireLimits.FingerprintBytes];
        private readonly byte[] _token = new byte[WireLimits.TokenBytes];
        private readonly byte[] _openArguments = new byte[CommandRequest.MaxArgumentBytes];
        private readonly ProvisionArguments _provision = new ProvisionArguments();
        private int _openArgumentLength;
        private int _tokenLink = -1;
        private int _totalLength;
        private long _lastDataMs;
        private long _lastUseMs;
        private int _serialFaults;

        public CommandDispatcher(IDeviceControl control, ChallengeGate gate, IClock clock)
        {
            _control = control;
            _gate = gate;
            _clock = clock;
        }

        /// <summary>Time of the link clock at which a link was last used, for a board that wants to sleep.</summary>
        public long LastUseMs
        {
            get { return _lastUseMs; }
        }

        /// <summary>True while a capture is on, and <see cref="TryWriteCapture"/> wants to be called often.</summary>
        public bool IsCapturing
        {
            get { return _control.IsCapturing; }
        }

        /// <summary>As <see cref="IDeviceControl.TryWriteCapture"/>.</summary>
        public bool TryWriteCapture(LineWriter line, long silentMs)
        {
            _lastUseMs = _clock.UptimeMs;
            return _control.TryWriteCapture(line, silentMs);
        }

        /// <summary>Counts a line or frame that came in damaged on the console.</summary>
        public void NoteSerialFault()
        {
            _serialFaults++;
        }

        /// <summary>Carries a command out (all but update data) and leaves the finished answer in the line.</summary>
        public ResultCode Execute(CommandRequest request, LineWriter line)
        {
            _lastUseMs = _clock.UptimeMs;
            if (WireCommands.IsReadOnly(request.Command))
            {
                Begin(request, ResultCode.Ok, line);
                WriteRecord(request.Command, line);
                End(request, line);
                return ResultCode.Ok;
            }

            lock (_sync)
            {
                return ExecuteChange(request, line);
            }
        }

        /// <summary>Answers a request that was refused before it became a command.</summary>
        public void Refuse(CommandRequest request, ResultCode result, LineWriter line)
        {
            Begin(request, result, line);
            End(request, line);
        }

        /// <summary>The line that UART0 puts out once a period.</summary>
        /// <param name="line">Sends it.</param>
        public void WriteHealthLine(LineWriter line)
        {
            line.Begin();
            line.Add(WireLabels.Kind, WireCommands.KindOf(DeviceCommand.Health));
            line.Add(WireLabels.Result, (int)ResultCode.Ok);
            WriteRecord(DeviceCommand.Health, line);
            line.End();
        }

        /// <summary>Milliseconds until the link may answer a challenge again.</summary>
        public int LockedForMs(int link)
        {
            return _gate.LockedForMs(link);
        }

        /// <summary>Checks token and range before the first byte of update data is taken.</summary>
        public ResultCode BeginData(CommandRequest request)
        {
            lock (_sync)
            {
                if (!request.HasToken)
                {
                    return ResultCode.AuthenticationRequired;
                }

                if (_tokenLink != request.Link)
                {
                    return ResultCode.NoSession;
                }

                if (!ChallengeGate.EqualInConstantTime(_token, request.Token, WireLimits.TokenBytes))
                {
                    return ResultCode.AuthenticationFailed;
                }

                request.IsProven = true;
                if (request.Position < 0 || request.Length < 1 || request.TotalLength != _totalLength
                    || request.Position > _totalLength || request.Length > _totalLength - request.Position)
                {
                    return ResultCode.RangeRequired;
                }

                _lastDataMs = _clock.UptimeMs;
                return request.Position == _control.Updates.ExpectedOffset ? ResultCode.Ok : ResultCode.OffsetMismatch;
            }
        }

        /// <summary>As <see cref="BeginData"/> for a frame, which does not repeat the length of the bundle.</summary>
        public ResultCode BeginSerialData(CommandRequest request)
        {
            lock (_sync)
            {
                request.TotalLength = _totalLength;
                return BeginData(request);
            }
        }

        /// <summary>Hands a piece of update data on. Call only after <see cref="BeginData"/> said Ok.</summary>
        public ResultCode FeedData(int position, byte[] buffer, int offset, int count, int link)
        {
            lock (_sync)
            {
                IUpdateSession updates = _control.Updates;
                _lastDataMs = _clock.UptimeMs;
                _lastUseMs = _lastDataMs;
                ResultCode result = updates.Feed(position, buffer, offset, count, link);
                if (result == ResultCode.NeedMore)
                {
                    return ResultCode.Ok;
                }

                if (result == ResultCode.BlockDigestMismatch)
                {
                    updates.DropPartial(link);
                }

                return result;
            }
        }

        /// <summary>The link broke inside a piece: what was not verified is forgotten.</summary>
        public void BreakData(int link)
        {
            lock (_sync)
            {
                _control.Updates.DropPartial(link);
            }
        }

        /// <summary>Writes the acknowledgement of a piece, or its refusal; both say where to go on.</summary>
        public void AnswerData(CommandRequest request, ResultCode result, LineWriter line)
        {
            lock (_sync)
            {
                Begin(request, result, line);
                if (_tokenLink == request.Link)
                {
                    line.Add(WireLabels.Acknowledged, _control.Updates.AcknowledgedOffset);
                    line.Add(WireLabels.Expected, _control.Updates.ExpectedOffset);
                }

                End(request, line);
            }
        }

        private ResultCode ExecuteChange(CommandRequest request, LineWriter line)
        {
            ResultCode result;
            if (request.Command == DeviceCommand.Challenge)
            {
                result = _gate.TryIssue(request.Link, request.Scratch);
            }
            else if (!WireCommands.NeedsChallenge(request.Command))
            {
                result = ResultCode.UnknownCommand;
            }
            else if (WireCommands.IsConsoleOnly(request.Command))
            {
                result = request.Command == DeviceCommand.Capture ? Capture(request) : Provision(request);
            }
            else
            {
                result = _gate.Check(request);
                if (result == ResultCode.Ok)
                {
                    request.IsProven = true;
                    _control.NoteCompanionContact();
                    return ExecuteAuthentic(request, line);
                }
            }

            Begin(request, result, line);
            if (result == ResultCode.Ok && request.Command == DeviceCommand.Challenge)
            {
                line.AddHex(WireLabels.Challenge, request.Scratch, 0, WireLimits.NonceBytes);
                line.Add(WireLabels.ExpiresMs, WireLimits.ChallengeLifeMs);
            }

            End(request, line);
            return result;
        }

        private ResultCode ExecuteAuthentic(CommandRequest request, LineWriter line)
        {
            ResultCode result;
            int nextOffset = 0;
            switch (request.Command)
            {
                case DeviceCommand.UpdateOpen:
                    result = OpenUpdate(request, out nextOffset);
                    break;
                case DeviceCommand.UpdateFinish:
                    result = EndUpdate(request.Link, true);
                    break;
                case DeviceCommand.UpdateAbort:
                    result = EndUpdate(request.Link, false);
                    break;
                case DeviceCommand.Confirm:
                    result = _control.Confirm();
                    break;
                case DeviceCommand.Rollback:
                    result = _control.Rollback();
                    break;
                default:
                    result = _control.RequestReboot();
                    break;
            }

            Begin(request, result, line);
            if (request.Command == DeviceCommand.UpdateOpen && result == ResultCode.Ok)
            {
                line.AddHex(WireLabels.Token, _token, 0, WireLimits.TokenBytes);
                line.Add(WireLabels.NextOffset, nextOffset);
            }

            End(request, line);
            return result;
        }

        /// <summary>
        /// Secrets come over the wire only. Who has the wire of a device without a key has the device; one with a key asks for the answer
        /// that this key gives. The arguments do not stay in memory.
        /// </summary>
        private ResultCode Provision(CommandRequest request)
        {
            if (request.Link != LinkId.Serial)
            {
                return ResultCode.NotFound;
            }

            ResultCode result = _gate.HasKey ? _gate.Check(request) : ResultCode.Ok;
            if (result == ResultCode.Ok)
            {
                result = request.Command == DeviceCommand.ProvisionKey ? ProvisionKey(request) : ProvisionWifi(request);
            }

            System.Array.Clear(request.Arguments, 0, request.ArgumentLength);
            return result;
        }

        /// <summary>Raw samples go over the wire only, and only to who has the device's key.</summary>
        private ResultCode Capture(CommandRequest request)
        {
            if (request.Link != LinkId.Serial)
            {
                return ResultCode.NotFound;
            }

            ResultCode result = _gate.Check(request);
            if (result != ResultCode.Ok)
            {
                return result;
            }

            int seconds;
            bool valid = AsciiText.TryParseDecimal(request.Arguments, 0, request.ArgumentLength, out seconds) && seconds <= WireLimits.CaptureSeconds;
            return valid ? _control.Capture(seconds) : ResultCode.BadRequest;
        }

        private ResultCode ProvisionKey(CommandRequest request)
        {
            byte[] key = _provision.ReadKey(request);
            ResultCode result = key == null ? ResultCode.BadRequest : _control.ProvisionKey(key);
            if (result == ResultCode.Ok)
            {
                _gate.SetKey(key);
                _tokenLink = -1;
            }

            return result;
        }

        private ResultCode ProvisionWifi(CommandRequest request)
        {
            byte[] ssid;
            byte[] passphrase;
            return _provision.TryReadWifi(request, out ssid, out passphrase) ? _control.ProvisionWifi(ssid, passphrase) : ResultCode.BadRequest;
        }

        private ResultCode OpenUpdate(CommandRequest request, out int nextOffset)
        {
            nextOffset = 0;
            const int Digits = WireLimits.FingerprintBytes * 2;
            byte[] arguments = request.Arguments;
            int totalLength;
            if (request.ArgumentLength <= Digits || arguments[Digits] != ' '
                || !AsciiText.TryParseHex(arguments, 0, Digits, _fingerprint, WireLimits.FingerprintBytes)
                || !AsciiText.TryParseDecimal(arguments, Digits + 1, request.ArgumentLength - Digits - 1, out totalLength)
                || totalLength < 1)
            {
                return ResultCode.BadRequest;
            }

            if (_tokenLink >= 0 && !IsOpenFor(request) && _clock.UptimeMs - _lastDataMs < SessionHoldMs)
            {
                return ResultCode.Busy;
            }

            ResultCode result = _control.Updates.Open(_fingerprint, 0, totalLength, request.Link, out nextOffset);
            if (result == ResultCode.Ok || result == ResultCode.NeedMore)
            {
                RememberSession(request, totalLength);
                return ResultCode.Ok;
            }

            return result;
        }

        private void RememberSession(CommandRequest request, int totalLength)
        {
            _gate.DeriveToken(request, _token);
            _tokenLink = request.Link;
            _totalLength = totalLength;
            _lastDataMs = _clock.UptimeMs;
            System.Array.Copy(request.Arguments, 0, _openArguments, 0, request.ArgumentLength);
            _openArgumentLength = request.ArgumentLength;
        }

        private bool IsOpenFor(CommandRequest request)
        {
            return _tokenLink == request.Link && _openArgumentLength == request.ArgumentLength
                && ChallengeGate.EqualInConstantTime(_openArguments, request.Arguments, _openArgumentLength);
        }

        private ResultCode EndUpdate(int link, bool finish)
        {
            ResultCode result = finish ? _control.Updates.Finish(link) : _control.Updates.Abort(link);
            if (_tokenLink == link && result != ResultCode.IncompleteUpdate)
            {
                _tokenLink = -1;
            }

            return result;
        }

        private void WriteRecord(DeviceCommand command, LineWriter line)
        {
            if (command == DeviceCommand.Identity)
            {
                _control.WriteIdentity(line);
            }
            else if (command == DeviceCommand.Health)
            {
                _control.WriteHealth(line);
                line.Add(WireLabels.SerialFaults, _serialFaults);
            }
            else if (command == DeviceCommand.Audit)
            {
                _control.WriteAudit(line);
            }
            else
            {
                _control.WriteBanks(line);
            }
        }

        private void Begin(CommandRequest request, ResultCode result, LineWriter line)
        {
            line.Begin();
            line.Add(WireLabels.Kind, WireCommands.KindOf(request.Command));
            if (request.ReplyTag >= 0)
            {
                line.Add(WireLabels.Reply, request.ReplyTag);
            }

            line.Add(WireLabels.Result, (int)result);
            if (request.HasClientNonce)
            {
                line.AddHex(WireLabels.Nonce, request.ClientNonce, 0, WireLimits.NonceBytes);
            }

            if (result == ResultCode.RateLimited)
            {
                line.Add(WireLabels.RetryAfterMs, _gate.LockedForMs(request.Link));
            }
        }

        private void End(CommandRequest request, LineWriter line)
        {
            if (request.HasClientNonce && _gate.TrySign(line, request.Scratch))
            {
                line.AddHex(WireLabels.Mac, request.Scratch, 0, WireLimits.MacBytes);
            }

            line.End();
        }
    }
}
