using System.Globalization;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Tests.Transport;

/// <summary>Gives the dispatcher commands as a link would, answers to challenges included.</summary>
internal static class DeviceDriver
{
    public static readonly DeviceKey Key = new(TestDevice.KeyBytes);

    public static DeviceLine Execute(TestDevice device, CommandRequest request)
    {
        var line = new LineWriter(new byte[WireLimits.LineBytes]);
        device.Dispatcher.Execute(request, line);
        Assert.True(LineParser.TryParse(line.Buffer.AsSpan(0, line.Length), out DeviceLine? parsed, out LineFault fault), fault.ToString());
        return parsed;
    }

    public static byte[] Challenge(TestDevice device, int link) =>
        Execute(device, NewRequest(DeviceCommand.Challenge, link)).Bytes(WireLabels.Challenge)!;

    public static CommandRequest NewRequest(DeviceCommand command, int link)
    {
        var request = new CommandRequest();
        request.Reset(link);
        request.Command = command;
        return request;
    }

    public static CommandRequest Answer(DeviceCommand command, int link, byte[] nonce, string arguments = "", DeviceKey? key = null)
    {
        CommandRequest request = NewRequest(command, link);
        byte[] text = Encoding.ASCII.GetBytes(arguments);
        Assert.True(request.TrySetArguments(text, 0, text.Length));
        nonce.CopyTo(request.Nonce, 0);
        (key ?? Key).Answer(nonce, command, arguments).CopyTo(request.Mac, 0);
        request.HasAuth = true;
        return request;
    }

    public static DeviceLine Change(TestDevice device, DeviceCommand command, int link, string arguments = "") =>
        Execute(device, Answer(command, link, Challenge(device, link), arguments));

    public static byte[] OpenUpdate(TestDevice device, int link, int total, string fingerprint = "0102030405060708") =>
        Change(device, DeviceCommand.UpdateOpen, link, string.Create(CultureInfo.InvariantCulture, $"{fingerprint} {total}")).Bytes(WireLabels.Token)!;
}
