using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>What a refusal means for a push that goes on.</summary>
internal static class PushRefusal
{
    /// <summary>Goes away by waiting or by asking again.</summary>
    public static bool MayPass(ResultCode result, bool wasOpened) => result is ResultCode.Busy or ResultCode.RateLimited or ResultCode.ChallengeExpired
        or ResultCode.IncompleteUpdate or ResultCode.NoSession or ResultCode.SessionExpired || IsDamage(result, wasOpened);

    /// <summary>
    /// The device did not get what was sent: altered, doubled or too slow on its way. With a wrong key a push does not get here: the device's
    /// answer to the question for a challenge bears a MAC of its own.
    /// </summary>
    /// <param name="result">What the device said.</param>
    /// <param name="wasOpened">Whether it has taken an answer to a challenge from this push: then it has a key, and 350 means that the answer was lost.</param>
    public static bool IsDamage(ResultCode result, bool wasOpened) => result is ResultCode.AuthenticationFailed
        or (>= ResultCode.BadRequest and <= ResultCode.UnknownCommand)
        || (result == ResultCode.AuthenticationRequired && wasOpened);

    /// <summary>Format, signature and what was announced: said of the head, before the first byte is acknowledged.</summary>
    public static bool IsOfTheHead(ResultCode result) => result is (>= ResultCode.BadMagic and < ResultCode.WrongVendor) or ResultCode.WrongBundle;
}
