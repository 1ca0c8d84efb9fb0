using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Transport;

/// <summary>Who may give a device its key and its network, and what stays of them.</summary>
public class ProvisioningTests
{
    private const string KeyHex = "101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f";
    private const string Wifi = "706c616e74 6c6f6e6720656e6f756768";
    private static readonly DeviceKey s_newKey = new(Convert.FromHexString(KeyHex));
    private readonly ManualClock _clock = new();

    [Fact]
    public void Key_DeviceWithoutOne_IsTakenFromTheWireAndVouchesForItsAnswer()
    {
        TestDevice device = new(_clock, hasKey: false);
        string nonce = new('7', 32);

        DeviceLine line = Talk(device, $"@3 provision key {KeyHex} ?{nonce}");

        Assert.Equal((ResultCode.Ok, "key", 3L), (line.Result, line.Kind, line.Number(WireLabels.Reply)));
        Assert.True(s_newKey.Vouches(line, Convert.FromHexString(nonce)));
        Assert.Equal(Convert.FromHexString(KeyHex), device.Control.Key);
        Assert.Equal(ResultCode.AuthenticationRequired, Talk(device, $"provision key {KeyHex}").Result);
    }

    [Fact]
    public void Wifi_DeviceWithoutAKey_IsTakenFromTheWire()
    {
        TestDevice device = new(_clock, hasKey: false);

        Assert.Equal(ResultCode.Ok, Talk(device, "provision wifi " + Wifi).Result);

        Assert.Equal("plant long enough", Encoding.ASCII.GetString(device.Control.Wifi!.Value.Ssid) + " " + Encoding.ASCII.GetString(device.Control.Wifi.Value.Passphrase));
    }

    [Theory]
    [InlineData("provision wifi " + Wifi)]
    [InlineData("provision key " + KeyHex)]
    public void Provision_DeviceWithAKey_WantsItsAnswer(string command)
    {
        TestDevice device = new(_clock);

        Assert.Equal(ResultCode.AuthenticationRequired, Talk(device, command).Result);
        Assert.Null(device.Control.Key);
        Assert.Null(device.Control.Wifi);
    }

    [Fact]
    public void Key_DeviceWithAKey_ChangesWithTheOldOnesAnswerAndOldChallengesEnd()
    {
        TestDevice device = new(_clock);
        byte[] leftOver = DeviceDriver.Challenge(device, LinkId.Http);
        byte[] nonce = DeviceDriver.Challenge(device, LinkId.Serial);
        string mac = Convert.ToHexStringLower(DeviceDriver.Key.Answer(nonce, DeviceCommand.ProvisionKey, KeyHex));

        Assert.Equal(ResultCode.Ok, Talk(device, $"provision key {KeyHex} {Convert.ToHexStringLower(nonce)} {mac}").Result);

        Assert.Equal(ResultCode.AuthenticationFailed, DeviceDriver.Execute(device, DeviceDriver.Answer(DeviceCommand.Confirm, LinkId.Http, leftOver)).Result);
        Assert.Equal(ResultCode.AuthenticationFailed, DeviceDriver.Change(device, DeviceCommand.Confirm, LinkId.Serial).Result);
        byte[] fresh = DeviceDriver.Challenge(device, LinkId.Serial);
        Assert.Equal(ResultCode.Ok, DeviceDriver.Execute(device, DeviceDriver.Answer(DeviceCommand.Confirm, LinkId.Serial, fresh, key: s_newKey)).Result);
    }

    [Fact]
    public void Wifi_LongestNamesWithAnswerTagAndNonce_FitALine()
    {
        TestDevice device = new(_clock);
        string arguments = new string('a', 2 * WireLimits.SsidBytes) + " " + new string('b', 2 * WireLimits.PassphraseBytes);
        arguments = arguments.Replace("aa", "41", StringComparison.Ordinal).Replace("bb", "42", StringComparison.Ordinal);
        byte[] nonce = DeviceDriver.Challenge(device, LinkId.Serial);
        string mac = Convert.ToHexStringLower(DeviceDriver.Key.Answer(nonce, DeviceCommand.ProvisionWifi, arguments));

        DeviceLine line = Talk(device, $"@99999 provision wifi {arguments} {Convert.ToHexStringLower(nonce)} {mac} ?{new string('0', 32)}");

        Assert.Equal((ResultCode.Ok, WireLimits.SsidBytes, WireLimits.PassphraseBytes), (line.Result, device.Control.Wifi!.Value.Ssid.Length, device.Control.Wifi.Value.Passphrase.Length));
    }

    /// <summary>16 bytes of name and 32 of passphrase are as long as a nonce and a mac.</summary>
    [Fact]
    public void Wifi_ArgumentsAsLongAsAnAnswer_AreArguments()
    {
        TestDevice device = new(_clock, hasKey: false);

        Assert.Equal(ResultCode.Ok, Talk(device, $"provision wifi {Hex('n', 16)} {Hex('p', 32)}").Result);

        Assert.Equal(16, device.Control.Wifi!.Value.Ssid.Length);
    }

    [Theory]
    [InlineData("provision key")]
    [InlineData("provision key 00")]
    [InlineData("provision key " + KeyHex + "00")]
    [InlineData("provision key 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("provision key x01112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f")]
    [InlineData("provision wifi 706c616e74")]
    [InlineData("provision wifi 706c616e74 706c616e74")]
    [InlineData("provision wifi 706c616e740a 6c6f6e6720656e6f756768")]
    [InlineData("provision wifi  6c6f6e6720656e6f756768")]
    [InlineData("provision wifi 706c616e7 6c6f6e6720656e6f756768")]
    public void Provision_Malformed_IsABadRequestAndChangesNothing(string command)
    {
        TestDevice device = new(_clock, hasKey: false);

        Assert.Equal(ResultCode.BadRequest, Talk(device, command).Result);
        Assert.Null(device.Control.Key);
        Assert.Null(device.Control.Wifi);
    }

    [Fact]
    public void Wifi_OpenNetwork_HasNoPassphrase()
    {
        TestDevice device = new(_clock, hasKey: false);
        Assert.Equal(ResultCode.Ok, Talk(device, "provision wifi 706c616e74 -").Result);
        Assert.Empty(device.Control.Wifi!.Value.Passphrase);
    }

    [Theory]
    [InlineData("/v1/provision/key")]
    [InlineData("/v1/provision/wifi")]
    public void Provision_OverHttp_IsNoCommand(string path)
    {
        TestDevice device = new(_clock, hasKey: false);
        var link = new ScriptLink(_clock);
        link.Send($"POST {path} HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\n\r\n");

        device.Server.ServeConnection(link);

        Assert.StartsWith("HTTP/1.1 404", link.Text, StringComparison.Ordinal);
        CommandRequest request = new(WireLimits.ProvisionArgumentBytes);
        request.Reset(LinkId.Http);
        request.Command = DeviceCommand.ProvisionKey;
        Assert.True(request.TrySetArguments(Encoding.ASCII.GetBytes(KeyHex), 0, KeyHex.Length));
        Assert.Equal(ResultCode.NotFound, DeviceDriver.Execute(device, request).Result);
        Assert.Null(device.Control.Key);
    }

    [Fact]
    public void Key_NotStored_TheEarlierOneHolds()
    {
        TestDevice device = new(_clock);
        device.Control.ProvisionResult = ResultCode.StorageFull;
        byte[] nonce = DeviceDriver.Challenge(device, LinkId.Serial);
        string mac = Convert.ToHexStringLower(DeviceDriver.Key.Answer(nonce, DeviceCommand.ProvisionKey, KeyHex));

        Assert.Equal(ResultCode.StorageFull, Talk(device, $"provision key {KeyHex} {Convert.ToHexStringLower(nonce)} {mac}").Result);

        Assert.Equal(ResultCode.Ok, DeviceDriver.Change(device, DeviceCommand.Confirm, LinkId.Serial).Result);
    }

    [Theory]
    [InlineData("", "long enough")]
    [InlineData("a-name-that-is-longer-than-32-bytes", "long enough")]
    [InlineData("plant", "short")]
    [InlineData("plant", "no \n controls")]
    [InlineData("plant", "Umlaute sind \u00e4rgerlich")]
    [InlineData("plant", "0123456789012345678901234567890123456789012345678901234567890123456789")]
    public void WifiNetwork_NotAsWifiHasIt_IsRefusedBeforeItIsSent(string ssid, string passphrase)
    {
        TinyEdgeException error = Assert.Throws<TinyEdgeException>(() => new WifiNetwork(ssid, passphrase));
        Assert.DoesNotContain(passphrase, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void KeyStore_PowerCutAnywhere_HoldsTheOldKeyOrTheNew()
    {
        byte[] first = TestDevice.KeyBytes;
        byte[] second = s_newKey.ToBytes();
        foreach (CutMode mode in Enum.GetValues<CutMode>())
        {
            for (int operation = 0; operation < 2; operation++)
            {
                MemoryFileStore files = new();
                Assert.Equal(ResultCode.Ok, new DeviceKeyStore(files).TryStore(first));
                DeviceKeyStore store = new(files);
                Assert.Equal(first, store.Load());
                files.Arm(new PowerCut(operation, mode));
                Assert.Throws<PowerCutException>(() => store.TryStore(second));
                files.PowerOn();

                byte[]? held = new DeviceKeyStore(files).Load();

                Assert.True(held!.SequenceEqual(first) || held.SequenceEqual(second), $"{operation}:{mode}");
                Assert.True(operation == 0 || held.SequenceEqual(second), $"{operation}:{mode}");
                Assert.Equal(files[DeviceKeyStore.File0], files[DeviceKeyStore.File1]);
                Assert.Equal(ResultCode.Ok, new DeviceKeyStore(files).TryStore(second));
            }
        }
    }

    [Fact]
    public void KeyStore_AnyBitOfOneCopyFlipped_IsMendedFromTheOther()
    {
        MemoryFileStore files = new();
        Assert.Equal(ResultCode.Ok, new DeviceKeyStore(files).TryStore(TestDevice.KeyBytes));
        byte[] good = files[DeviceKeyStore.File0]!;
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            foreach (string name in new[] { DeviceKeyStore.File0, DeviceKeyStore.File1 })
            {
                byte[] bad = [.. good];
                bad[bit / 8] ^= (byte)(1 << (bit % 8));
                files[name] = bad;
                Assert.Equal(TestDevice.KeyBytes, new DeviceKeyStore(files).Load());
                Assert.Equal(good, files[name]);
            }
        }

        files[DeviceKeyStore.File0] = [];
        files[DeviceKeyStore.File1] = null;
        Assert.Null(new DeviceKeyStore(files).Load());
    }

    private static string Hex(char letter, int count) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(new string(letter, count)));

    private DeviceLine Talk(TestDevice device, string command)
    {
        var link = new ScriptLink(_clock);
        link.Send(command + "\n", 1);
        device.Console.Run(link);
        Assert.DoesNotContain(KeyHex, link.Text, StringComparison.Ordinal);
        List<DeviceLine> lines = [];
        new LineReader().Feed(link.Written.ToArray(), lines.Add);
        return Assert.Single(lines);
    }
}
