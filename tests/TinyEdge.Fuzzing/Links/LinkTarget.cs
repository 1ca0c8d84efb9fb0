using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Links;

/// <summary>
/// A link's server under the bytes of a peer. Twice: as they come and cut into pieces; and a third time at a device whose answers to challenges
/// nobody can know.
/// </summary>
public abstract class LinkTarget : FuzzTarget
{
    private readonly FuzzDevice[] _devices;
    private readonly FuzzLink[] _links;

    protected LinkTarget()
    {
        _links = [new FuzzLink(Clock), new FuzzLink(Clock), new FuzzLink(Clock)];
        _devices = [new FuzzDevice(Clock, true), new FuzzDevice(Clock, true), new FuzzDevice(Clock, false)];
    }

    private protected FuzzClock Clock { get; } = new();

    /// <summary>The link that gets the bytes as they come.</summary>
    private protected FuzzLink Whole => _links[0];

    /// <summary>The link that gets them in pieces.</summary>
    private protected FuzzLink Cut => _links[1];

    /// <summary>The link of the device that nobody has a key for.</summary>
    private protected FuzzLink Locked => _links[2];

    /// <summary>Length of the input that is running.</summary>
    protected int Length { get; private set; }

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        Length = input.Length;
        bool isSilent = IsSilentAtEnd(input);
        Clock.Now = 1000;
        for (int i = 0; i < _devices.Length; i++)
        {
            _links[i].Restart(input, isCut: i == 1, isSilent);
            _devices[i].Restart();
            Start(i, _devices[i]);
        }
    }

    public override int Act()
    {
        for (int i = 0; i < _links.Length; i++)
        {
            Clock.Now = 1000;
            Serve(i, _links[i]);
        }

        FuzzViolation.Unless(
            Whole.Written.SequenceEqual(Cut.Written) && _devices[0].Session.Trace == _devices[1].Session.Trace && _devices[0].Changes == _devices[1].Changes, "Other answers to the same bytes in pieces");
        FuzzViolation.Unless(_devices[2].Changes == 0 && _devices[2].Session.Calls == 0, "The device was changed without the answer to a challenge");
        return _devices[0].Changes > 0 ? 0 : 1 + Math.Min(Whole.WrittenBytes / BytesAnAnswer, 30);
    }

    /// <summary>How many bytes of answers make another kind of outcome.</summary>
    protected abstract int BytesAnAnswer { get; }

    /// <summary>Whether the peer says nothing more after the bytes, rather than hanging up.</summary>
    protected virtual bool IsSilentAtEnd(ReadOnlySpan<byte> input) => false;

    /// <summary>A new server for the device, 0 to 2.</summary>
    private protected abstract void Start(int server, FuzzDevice device);

    /// <summary>Lets the server read all of the link.</summary>
    private protected abstract void Serve(int server, FuzzLink link);
}
