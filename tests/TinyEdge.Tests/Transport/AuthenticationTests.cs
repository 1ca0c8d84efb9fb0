using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Tests.Transport;

/// <summary>Fault catalogue T01, T06, T11 (stale token) and H07.</summary>
public class AuthenticationTests
{
    private const int Http = LinkId.Http;

    private readonly ManualClock _clock = new();
    private readonly TestDevice _device;

    public AuthenticationTests() => _device = new TestDevice(_clock);

    private ResultCode Run(CommandRequest request) => DeviceDriver.Execute(_device, request).Result;

    [Theory]
    [InlineData(DeviceCommand.UpdateOpen)]
    [InlineData(DeviceCommand.UpdateFinish)]
    [InlineData(DeviceCommand.UpdateAbort)]
    [InlineData(DeviceCommand.Confirm)]
    [InlineData(DeviceCommand.Rollback)]
    [InlineData(DeviceCommand.Reboot)]
    public void T01_Execute_ChangeWithoutAuth_IsRefused(DeviceCommand command)
    {
        Assert.Equal(ResultCode.AuthenticationRequired, Run(DeviceDriver.NewRequest(command, Http)));
        Assert.Equal(0, _device.Control.Contacts);
    }

    [Fact]
    public void Execute_RightAnswer_IsDoneOnceAndCountsAsContact()
    {
        Assert.Equal(ResultCode.Ok, DeviceDriver.Change(_device, DeviceCommand.Confirm, Http).Result);
        Assert.Equal(1, _device.Control.Confirms);
        Assert.Equal(1, _device.Control.Contacts);
    }

    [Fact]
    public void Answer_IsTheMacOfThePublishedLayout()
    {
        byte[] nonce = [.. Enumerable.Repeat((byte)0x5A, 16)];
        byte[] message = [2, .. nonce, .. Encoding.ASCII.GetBytes("POST /v1/update/open\n0102030405060708 99")];

        byte[] mac = DeviceDriver.Key.Answer(nonce, DeviceCommand.UpdateOpen, "0102030405060708 99");

        Assert.Equal(HMACSHA256.HashData(TestDevice.KeyBytes, message), mac);
    }

    [Fact]
    public void T01_Execute_ReplayedAnswer_IsRefused()
    {
        CommandRequest request = DeviceDriver.Answer(DeviceCommand.Confirm, Http, DeviceDriver.Challenge(_device, Http));

        Assert.Equal(ResultCode.Ok, Run(request));
        Assert.Equal(ResultCode.AuthenticationFailed, Run(request));
        Assert.Equal(1, _device.Control.Confirms);
    }

    [Fact]
    public void T01_Execute_AnswerForAnotherCommand_IsRefused()
    {
        CommandRequest request = DeviceDriver.Answer(DeviceCommand.Confirm, Http, DeviceDriver.Challenge(_device, Http));
        request.Command = DeviceCommand.Reboot;

        Assert.Equal(ResultCode.AuthenticationFailed, Run(request));
        Assert.Equal(0, _device.Control.Reboots);
    }

    [Fact]
    public void T01_Execute_AnswerForOtherArguments_IsRefused()
    {
        CommandRequest request = DeviceDriver.Answer(DeviceCommand.UpdateOpen, Http, DeviceDriver.Challenge(_device, Http), "0102030405060708 99");
        request.Arguments[18] = (byte)'8';

        Assert.Equal(ResultCode.AuthenticationFailed, Run(request));
        Assert.Equal(0, _device.Control.Session.Opens);
    }

    [Fact]
    public void T01_Execute_EveryBitOfTheMacFlipped_IsRefused()
    {
        for (int bit = 0; bit < 256; bit++)
        {
            var clock = new ManualClock();
            var device = new TestDevice(clock);
            CommandRequest request = DeviceDriver.Answer(DeviceCommand.Confirm, Http, DeviceDriver.Challenge(device, Http));
            request.Mac[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.Equal(ResultCode.AuthenticationFailed, DeviceDriver.Execute(device, request).Result);
        }
    }

    [Fact]
    public void T01_Execute_FailedAnswer_UsesItsNonceUp()
    {
        byte[] nonce = DeviceDriver.Challenge(_device, Http);
        CommandRequest wrong = DeviceDriver.Answer(DeviceCommand.Confirm, Http, nonce);
        wrong.Mac[0] ^= 1;

        Assert.Equal(ResultCode.AuthenticationFailed, Run(wrong));
        Assert.Equal(ResultCode.AuthenticationFailed, Run(DeviceDriver.Answer(DeviceCommand.Confirm, Http, nonce)));
    }

    [Fact]
    public void T01_Execute_NonceOfTheOtherLink_IsRefused()
    {
        byte[] nonce = DeviceDriver.Challenge(_device, LinkId.Serial);

        Assert.Equal(ResultCode.AuthenticationFailed, Run(DeviceDriver.Answer(DeviceCommand.Confirm, Http, nonce)));
    }

    [Theory]
    [InlineData(0, ResultCode.Ok)]
    [InlineData(1, ResultCode.ChallengeExpired)]
    public void T01_Execute_AtTheEndOfTheChallenge_ExpiresOneMillisecondLater(int extraMs, ResultCode expected)
    {
        byte[] nonce = DeviceDriver.Challenge(_device, Http);
        _clock.Now += WireLimits.ChallengeLifeMs + extraMs;

        Assert.Equal(expected, Run(DeviceDriver.Answer(DeviceCommand.Confirm, Http, nonce)));
    }

    [Fact]
    public void Execute_ManyChallengesAsked_OnlyTheLatestFourCount()
    {
        List<byte[]> nonces = [.. Enumerable.Range(0, 6).Select(_ => DeviceDriver.Challenge(_device, Http))];

        Assert.Equal(6, nonces.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(ResultCode.Ok, Run(DeviceDriver.Answer(DeviceCommand.Confirm, Http, nonces[2])));
        Assert.Equal(ResultCode.AuthenticationFailed, Run(DeviceDriver.Answer(DeviceCommand.Confirm, Http, nonces[1])));
    }

    [Fact]
    public void T01_Execute_AThousandWrongAnswers_LockTheLinkButNotHealthNorTheOtherLink()
    {
        int computed = 0;
        for (int i = 0; i < 1000; i++)
        {
            DeviceLine challenge = DeviceDriver.Execute(_device, DeviceDriver.NewRequest(DeviceCommand.Challenge, Http));
            CommandRequest request = DeviceDriver.Answer(DeviceCommand.Confirm, Http, challenge.Bytes(WireLabels.Challenge) ?? new byte[16]);
            request.Mac[0] ^= 1;
            computed += Run(request) == ResultCode.AuthenticationFailed ? 1 : 0;
            _clock.Now += 10;
            Assert.Equal(ResultCode.Ok, Run(DeviceDriver.NewRequest(DeviceCommand.Health, Http)));
        }

        Assert.InRange(computed, ChallengeGate.FreeFailures, 7);
        Assert.Equal(0, _device.Control.Confirms);
        Assert.Equal(ResultCode.Ok, DeviceDriver.Change(_device, DeviceCommand.Confirm, LinkId.Serial).Result);
    }

    [Fact]
    public void T01_Execute_WhileLocked_SaysHowLongAndOpensAgain()
    {
        for (int i = 0; i < ChallengeGate.FreeFailures; i++)
        {
            Run(DeviceDriver.Answer(DeviceCommand.Confirm, Http, new byte[16]));
        }

        DeviceLine locked = DeviceDriver.Execute(_device, DeviceDriver.NewRequest(DeviceCommand.Challenge, Http));
        Assert.Equal(ResultCode.RateLimited, locked.Result);
        Assert.Equal(ChallengeGate.FirstLockMs, locked.Number(WireLabels.RetryAfterMs));

        _clock.Now += ChallengeGate.FirstLockMs;
        Assert.Equal(ResultCode.Ok, DeviceDriver.Change(_device, DeviceCommand.Confirm, Http).Result);
    }

    [Fact]
    public void Execute_DeviceWithoutKey_RefusesEveryChangeAndStillReports()
    {
        var gate = new ChallengeGate(new NetHmac(), null!, _clock, 0);
        var dispatcher = new CommandDispatcher(_device.Control, gate, _clock);
        var line = new LineWriter(new byte[WireLimits.LineBytes]);

        Assert.Equal(ResultCode.AuthenticationRequired, dispatcher.Execute(DeviceDriver.NewRequest(DeviceCommand.Challenge, Http), line));
        Assert.Equal(ResultCode.AuthenticationRequired, dispatcher.Execute(DeviceDriver.Answer(DeviceCommand.Confirm, Http, new byte[16]), line));
        Assert.Equal(ResultCode.Ok, dispatcher.Execute(DeviceDriver.NewRequest(DeviceCommand.Health, Http), line));
    }

    [Fact]
    public void TryIssue_SameInstantOfTwoBoots_GivesDifferentNonces()
    {
        byte[] first = new byte[16];
        byte[] second = new byte[16];
        new ChallengeGate(new NetHmac(), TestDevice.KeyBytes, _clock, 7).TryIssue(Http, first);
        new ChallengeGate(new NetHmac(), TestDevice.KeyBytes, _clock, 8).TryIssue(Http, second);

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void PortableHmac_RandomMessages_AgreesWithDotNet()
    {
        var random = new Random(5);
        var portable = new PortableHmacSha256(TestDevice.KeyBytes);
        byte[] mac = new byte[32];
        byte[] data = new byte[300];
        for (int length = 0; length < 290; length++)
        {
            random.NextBytes(data);
            portable.Compute(TestDevice.KeyBytes, data, 3, length, mac);
            Assert.Equal(HMACSHA256.HashData(TestDevice.KeyBytes, data.AsSpan(3, length)), mac);
        }
    }

    [Fact]
    public void T11_BeginData_WithoutOrWithWrongOrStaleToken_IsRefusedAndFeedsNothing()
    {
        byte[] old = DeviceDriver.OpenUpdate(_device, Http, 1000);
        byte[] current = DeviceDriver.OpenUpdate(_device, Http, 1000);
        CommandRequest request = DeviceDriver.NewRequest(DeviceCommand.UpdateData, Http);
        (request.Position, request.Length, request.TotalLength) = (0, 10, 1000);

        Assert.Equal(ResultCode.AuthenticationRequired, _device.Dispatcher.BeginData(request));
        request.HasToken = true;
        old.CopyTo(request.Token, 0);
        Assert.Equal(ResultCode.AuthenticationFailed, _device.Dispatcher.BeginData(request));
        current.CopyTo(request.Token, 0);
        Assert.Equal(ResultCode.Ok, _device.Dispatcher.BeginData(request));
        request.Link = LinkId.Serial;
        Assert.Equal(ResultCode.NoSession, _device.Dispatcher.BeginData(request));
    }

    [Theory]
    [InlineData(0, 1001, 1000)]
    [InlineData(990, 11, 1000)]
    [InlineData(1001, 1, 1000)]
    [InlineData(-1, 5, 1000)]
    [InlineData(int.MaxValue, int.MaxValue, 1000)]
    [InlineData(0, 10, 999)]
    public void T11_BeginData_RangeOutsideTheBundle_IsRefused(int position, int length, int total)
    {
        CommandRequest request = DeviceDriver.NewRequest(DeviceCommand.UpdateData, Http);
        DeviceDriver.OpenUpdate(_device, Http, 1000).CopyTo(request.Token, 0);
        request.HasToken = true;
        (request.Position, request.Length, request.TotalLength) = (position, length, total);

        Assert.Equal(ResultCode.RangeRequired, _device.Dispatcher.BeginData(request));
    }

    [Fact]
    public void T06_UpdateOpen_OtherBundleWhileOneIsOpen_IsBusyUntilThatOneIsIdle()
    {
        DeviceDriver.OpenUpdate(_device, Http, 1000);

        Assert.Equal(ResultCode.Busy, DeviceDriver.Change(_device, DeviceCommand.UpdateOpen, Http, "ffffffffffffffff 1000").Result);
        Assert.Equal(ResultCode.Busy, DeviceDriver.Change(_device, DeviceCommand.UpdateOpen, LinkId.Serial, "0102030405060708 1000").Result);
        Assert.Equal(ResultCode.Ok, DeviceDriver.Change(_device, DeviceCommand.UpdateOpen, Http, "0102030405060708 1000").Result);
        _clock.Now += CommandDispatcher.SessionHoldMs;
        Assert.Equal(ResultCode.Ok, DeviceDriver.Change(_device, DeviceCommand.UpdateOpen, LinkId.Serial, "ffffffffffffffff 1000").Result);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0102030405060708")]
    [InlineData("0102030405060708 ")]
    [InlineData("0102030405060708 0")]
    [InlineData("0102030405060708 -5")]
    [InlineData("0102030405060708 4294967297")]
    [InlineData("010203040506070 100")]
    [InlineData("010203040506070g 100")]
    public void UpdateOpen_MalformedArguments_AreRefused(string arguments)
    {
        Assert.Equal(ResultCode.BadRequest, DeviceDriver.Change(_device, DeviceCommand.UpdateOpen, Http, arguments).Result);
        Assert.Equal(0, _device.Control.Session.Opens);
    }

    [Fact]
    public void H07_Vouches_AnswerToAnotherNonce_IsNotBelieved()
    {
        CommandRequest request = DeviceDriver.NewRequest(DeviceCommand.Health, Http);
        request.HasClientNonce = true;
        request.ClientNonce[5] = 9;
        DeviceLine line = DeviceDriver.Execute(_device, request);

        Assert.True(DeviceDriver.Key.Vouches(line, request.ClientNonce));
        Assert.False(DeviceDriver.Key.Vouches(line, new byte[16]));
        Assert.False(new DeviceKey(new byte[32]).Vouches(line, request.ClientNonce));
    }
}
