using System.Net.Sockets;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;
using TinyEdge.Tests.Transport;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>What alters, loses, doubles or delays what is sent: the bundle arrives all the same, whole, and is installed once.</summary>
public class NoisyLinkTests
{
    /// <summary>Patience of the device is a twentieth of its own: some flips make it wait for bytes that never come.</summary>
    private const double Speed = 20;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task T02_ByteFlippedAtEachKilobyteAndBetween_IsNoticedAndSentAgain(bool toDevice)
    {
        const int Step = 64;
        using LinkRig whole = new();
        await whole.PushAsync();
        long bytes = whole.Host.Fault.Bytes(toDevice);
        for (int at = 0; at < bytes; at += Step)
        {
            using LinkRig rig = new(fault: new LinkFault(LinkFaultKind.Flip, toDevice, at + (at % 1024 == 0 ? 0 : at * 7 % Step)), speed: Speed);
            PushResult result = await rig.PushAsync();

            rig.AssertInstalledOnce(result, $"byte {at} {(toDevice ? "to" : "from")} the device flipped");
        }
    }

    /// <summary>Only the block with the flipped byte is refused and sent again; those before it stay acknowledged.</summary>
    [Fact]
    public async Task T02_ByteOfTheLastBlockFlipped_CostsThatBlockOnly()
    {
        using LinkRig whole = new();
        await whole.PushAsync(pieceBytes: 4096);
        (bool ToDevice, long Bytes) data = whole.Host.Fault.Turns[6];
        Assert.True(data.ToDevice);
        using LinkRig rig = new(fault: new LinkFault(LinkFaultKind.Flip, toDevice: true, data.Bytes - 100));

        PushResult result = await rig.PushAsync(pieceBytes: 4096);

        rig.AssertInstalledOnce(result, "last block");
        Assert.Equal(LinkRig.Bundle.Length + 512, result.SentBytes);
    }

    [Theory]
    [InlineData(15, 60)]
    [InlineData(25, 40)]
    public async Task T03_HttpMessagesLostDoubledDelayedReordered_AreInstalledOnce(int faultPercent, int seeds)
    {
        int faults = 0;
        for (int seed = 1; seed <= seeds; seed++)
        {
            using LinkRig rig = new();
            UnreliableHandler network = new(seed, faultPercent);
            await using HttpDeviceClient client = new(rig.Host.Http, DeviceDriver.Key, network);
            PushResult result = await rig.PushAsync(pieceBytes: 512, through: client);

            rig.AssertInstalledOnce(result, $"seed {seed}");
            faults += network.Faults;
        }

        Assert.True(faults > seeds, $"{faults} faults");
    }

    [Fact]
    public async Task T03_SerialMessagesLostDoubledReorderedFlipped_AreInstalledOnce()
    {
        for (int seed = 1; seed <= 8; seed++)
        {
            using LinkRig rig = new(serial: true, speed: 50);
            Random random = new(seed);
            await using SerialDeviceClient client = new("wire", DeviceDriver.Key, _ => ConnectAsync(rig, random), TimeSpan.FromMilliseconds(50));
            PushResult result = await rig.PushAsync(pieceBytes: 512, through: client);

            rig.AssertInstalledOnce(result, $"seed {seed}");
        }
    }

    /// <summary>A name that nobody resolves is a link that may come back, and ends with what to look at.</summary>
    [Fact]
    public async Task T12_NameDoesNotResolve_IsALinkErrorAfterAllTries()
    {
        await using HttpDeviceClient client = new("http://pump7.plant", DeviceDriver.Key, new NoSuchName());

        DeviceLinkException error = await Assert.ThrowsAsync<DeviceLinkException>(
            () => new BundlePusher(client, null, new WaitlessTime()).PushAsync(PushBundle.FromBytes(LinkRig.Bundle), CancellationToken.None));

        Assert.Equal(ExitCode.Link, error.ExitCode);
        Assert.Contains("address", error.Remedy, StringComparison.Ordinal);
    }

    private static Task<Stream> ConnectAsync(LinkRig rig, Random random)
    {
        TcpClient peer = new("127.0.0.1", rig.Host.Port) { NoDelay = true };
        return Task.FromResult<Stream>(new UnreliableStream(peer.GetStream(), random, faultPercent: 15));
    }

    private sealed class NoSuchName : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException(HttpRequestError.NameResolutionError, "Name or service not known.");
    }
}
