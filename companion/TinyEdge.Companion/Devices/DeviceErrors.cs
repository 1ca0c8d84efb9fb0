using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>The device answered, and the answer is no.</summary>
public sealed class DeviceRefusedException : TinyEdgeException
{
    public DeviceRefusedException(string what, ResultCode result, TimeSpan? retryAfter = null)
        : base(ResultCodeText.ExitCodeOf(result), what, $"{ResultCodeText.Meaning(result)} (code {(int)result})", ResultCodeText.Remedy(result), result)
    {
        RetryAfter = retryAfter;
    }

    /// <summary>How long the device wants to be left alone, where it said so.</summary>
    public TimeSpan? RetryAfter { get; }
}

/// <summary>The device could not be reached, stopped answering, or something answered that is not a TinyEdge device. May go away by itself.</summary>
public sealed class DeviceLinkException : TinyEdgeException
{
    public DeviceLinkException(string what, string why, Exception? inner = null)
        : base(
            TinyEdge.Companion.ExitCode.Link,
            what,
            why,
            "Check power, cable or Wi-Fi and the address, then try again; a transfer goes on where the device acknowledged it.",
            ResultCode.Ok,
            inner)
    {
    }
}
