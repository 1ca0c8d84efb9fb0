using System.Net.Sockets;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Tests.Transport;

/// <summary>The companion's clients against the device's own servers, over real sockets. Fault catalogue T09, T13, T18, H07.</summary>
public class DeviceClientTests
{
    private static readonly DeviceKey s_wrongKey = new(new byte[32]);

    private readonly TestDevice _device = new(new RealClock());

    private static DeviceClient Connect(LoopbackDevice loopback, bool serial, DeviceKey? key) => serial
        ? SerialDeviceClient.Open($"tcp://127.0.0.1:{loopback.Port}", key)
        : new HttpDeviceClient(loopback.Endpoint, key);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_OverARealSocket_GivesTypedRecords(bool serial)
    {
        using var loopback = new LoopbackDevice(_device, serial: serial);
        await using DeviceClient client = Connect(loopback, serial, DeviceDriver.Key);

        DeviceIdentity identity = await client.GetIdentityAsync(CancellationToken.None);
        DeviceHealth health = await client.GetHealthAsync(CancellationToken.None);
        DeviceBanks banks = await client.GetBanksAsync(CancellationToken.None);

        Assert.Equal("dev-7", identity.DeviceId);
        Assert.Equal(4_294_967_297L, health.UptimeMs);
        Assert.Equal("fan-1", banks.BankA.BundleId);
        Assert.Equal(12, banks.BankA.BundleSequence);
        Assert.Null(banks.BankB.BundleId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Change_OverARealSocket_IsDoneOrRefusedWithItsCode(bool serial)
    {
        using var loopback = new LoopbackDevice(_device, serial: serial);
        await using DeviceClient client = Connect(loopback, serial, DeviceDriver.Key);

        await client.ConfirmAsync(CancellationToken.None);
        await client.RebootAsync(CancellationToken.None);
        DeviceRefusedException refused = await Assert.ThrowsAsync<DeviceRefusedException>(() => client.RollbackAsync(CancellationToken.None));

        Assert.Equal(1, _device.Control.Confirms);
        Assert.Equal(1, _device.Control.Reboots);
        Assert.Equal(ResultCode.NothingToRollBackTo, refused.Result);
        Assert.Equal(ExitCode.Refused, refused.ExitCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task H07_GetHealth_WithAnotherDevicesKey_IsNotBelieved(bool serial)
    {
        using var loopback = new LoopbackDevice(_device, serial: serial);
        await using DeviceClient client = Connect(loopback, serial, s_wrongKey);

        TinyEdgeException error = await Assert.ThrowsAsync<TinyEdgeException>(() => client.GetHealthAsync(CancellationToken.None));

        Assert.Equal(ExitCode.Authentication, error.ExitCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Change_WithoutKey_IsNotSent(bool serial)
    {
        using var loopback = new LoopbackDevice(_device, serial: serial);
        await using DeviceClient client = Connect(loopback, serial, null);

        DeviceRefusedException error = await Assert.ThrowsAsync<DeviceRefusedException>(() => client.ConfirmAsync(CancellationToken.None));

        Assert.Equal(ResultCode.AuthenticationRequired, error.Result);
        Assert.NotNull((await client.GetIdentityAsync(CancellationToken.None)).DeviceId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendData_OverBothLinks_BringsTheSameBytes(bool serial)
    {
        byte[] bundle = TestDevice.Bundle(20_000);
        using var loopback = new LoopbackDevice(_device, serial: serial);
        await using DeviceClient client = Connect(loopback, serial, DeviceDriver.Key);

        OpenedUpdate update = await client.OpenUpdateAsync(new byte[8], bundle.Length, CancellationToken.None);
        for (int at = 0; at < bundle.Length;)
        {
            int length = Math.Min(client.MaxPieceBytes, bundle.Length - at);
            UpdateAcknowledgement answer = await client.SendDataAsync(update, at, bundle.AsMemory(at, length), CancellationToken.None);
            Assert.Equal(ResultCode.Ok, answer.Result);
            at = answer.ExpectedOffset!.Value;
        }

        await client.FinishUpdateAsync(CancellationToken.None);
        Assert.Equal(bundle, _device.Control.Session.Received);
        Assert.True(_device.Control.Session.IsFinished);
    }

    [Fact]
    public async Task T09_Push_ConnectionCutAtEveryFewBytes_ResumesAndDeliversTheSameBytes()
    {
        byte[] bundle = TestDevice.Bundle(6000);
        var cuts = Enumerable.Range(1, 40).Select(i => i * 97);
        foreach (int cut in cuts)
        {
            var device = new TestDevice(new RealClock());
            using var loopback = new LoopbackDevice(device, [cut, (cut * 3) + 11, cut + 1500]);
            await using var client = new HttpDeviceClient(loopback.Endpoint, DeviceDriver.Key);
            var options = new PushOptions { PieceBytes = 1000, FirstPause = TimeSpan.FromMilliseconds(1), PollPause = TimeSpan.FromMilliseconds(5), MaxFailuresWithoutProgress = 12 };

            PushResult result = await new BundlePusher(client, options).PushAsync(PushBundle.FromBytes(bundle), CancellationToken.None);

            Assert.Equal(PushOutcome.Confirmed, result.Outcome);
            Assert.Equal(bundle, device.Control.Session.Received);
        }
    }

    [Fact]
    public async Task Get_NobodyListens_IsALinkError()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        int port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        await using var http = new HttpDeviceClient($"127.0.0.1:{port}", null);
        await using SerialDeviceClient serial = SerialDeviceClient.Open($"tcp://127.0.0.1:{port}", null);

        Assert.Equal(ExitCode.Link, (await Assert.ThrowsAsync<DeviceLinkException>(() => http.GetHealthAsync(CancellationToken.None))).ExitCode);
        Assert.Equal(ExitCode.Link, (await Assert.ThrowsAsync<DeviceLinkException>(() => serial.GetHealthAsync(CancellationToken.None))).ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://d")]
    [InlineData("ftp://d")]
    [InlineData("http://")]
    public void Constructor_BadAddress_IsAUsageError(string endpoint)
    {
        Assert.Equal(ExitCode.Usage, Assert.Throws<TinyEdgeException>(() => new HttpDeviceClient(endpoint, null)).ExitCode);
    }

    [Fact]
    public async Task Get_Cancelled_Throws()
    {
        using var loopback = new LoopbackDevice(_device);
        await using var client = new HttpDeviceClient(loopback.Endpoint, null);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetHealthAsync(stop.Token));
    }
}
