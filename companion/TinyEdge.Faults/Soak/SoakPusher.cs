using TinyEdge.Bundles;
using TinyEdge.Faults.Lab;
using TinyEdge.NanoShim;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Faults.Soak;

/// <summary>Pushes bundles as links do, good ones and others, and knows what the device may say to each.</summary>
internal sealed class SoakPusher(SoakBundles bundles, Random random, SoakFigures figures, LabVolume volume)
{
    private const int Link = 1;
    private const int PieceBytes = 1000;

    private readonly HashSet<uint> _forbidden = [];
    private uint _sequence;
    private byte[]? _broken;
    private byte[]? _latest;

    /// <summary>Whether a bundle of this sequence must never be confirmed.</summary>
    public bool IsForbidden(uint sequence) => _forbidden.Contains(sequence);

    /// <summary>One push of some kind, or none while the device is about to change anyway.</summary>
    public void Act(DeviceSupervisor device)
    {
        if (device.Engine.InTrial || device.Engine.RebootPending)
        {
            return;
        }

        switch (random.Next(8))
        {
            case < 3:
                PushGood(device);
                break;
            case 3:
                BreakOff(device);
                break;
            case 4:
                PushRefused(device, Damaged(random.Next(32, 400)), "a head with a bit turned");
                break;
            case 5:
                PushRefused(device, Damaged(-random.Next(1, 900)), "a payload with a bit turned");
                break;
            case 6 when _latest is not null:
                PushRefused(device, _latest, "a bundle from before");
                break;
            default:
                PushWrong(device);
                break;
        }
    }

    private void PushGood(DeviceSupervisor device)
    {
        figures.GoodPushes++;
        byte[] bundle = _broken ?? bundles.Build(++_sequence, wrongGolden: false);
        _broken = null;
        ResultCode code = Push(device, bundle, bundle.Length);
        if (code == ResultCode.Ok)
        {
            _latest = bundle;
            device.RequestReboot();
        }
        else if (code != ResultCode.RateLimited && code != ResultCode.AlreadyInstalled)
        {
            figures.Violate($"a good bundle was refused: {code}");
        }
    }

    /// <summary>The link breaks somewhere; the next good push goes on with the same bundle.</summary>
    private void BreakOff(DeviceSupervisor device)
    {
        figures.LinkLosses++;
        _broken ??= bundles.Build(++_sequence, wrongGolden: false);
        Push(device, _broken, random.Next(1, _broken.Length));
        device.Updates.DropPartial(Link);
    }

    private void PushRefused(DeviceSupervisor device, byte[] bundle, string what)
    {
        figures.BadPushes++;
        uint active = device.Engine.Record.ActiveBundleSequence;
        ResultCode code = Push(device, bundle, bundle.Length);
        if (code == ResultCode.Ok)
        {
            figures.Violate($"{what} was taken");
        }

        figures.Refused++;
        if (device.Engine.Record.ActiveBundleSequence != active)
        {
            figures.Violate($"{what} changed the active bundle");
        }

        device.Updates.Abort(Link);
    }

    /// <summary>Signed and sound, and computes something else than its golden vectors say: the trial must take it back.</summary>
    private void PushWrong(DeviceSupervisor device)
    {
        figures.BadPushes++;
        _broken = null;
        _forbidden.Add(++_sequence);
        if (Push(device, bundles.Build(_sequence, wrongGolden: true), int.MaxValue) == ResultCode.Ok)
        {
            device.RequestReboot();
        }
        else
        {
            figures.Refused++;
        }
    }

    private byte[] Damaged(int at)
    {
        _broken = null;
        byte[] bundle = bundles.Build(++_sequence, wrongGolden: false);
        bundle[at < 0 ? bundle.Length + at : at] ^= (byte)(1 << random.Next(8));
        return bundle;
    }

    /// <exception cref="BoardResetException">The power was cut meanwhile: whatever the code says, nobody hears it.</exception>
    private ResultCode Push(DeviceSupervisor device, byte[] bundle, int end)
    {
        IUpdateSession session = device.Updates;
        end = Math.Min(end, bundle.Length);
        ResultCode code = session.Open(LabBundle.FingerprintOf(bundle), 0, bundle.Length, Link, out int next);
        while (code is ResultCode.Ok or ResultCode.NeedMore && next < end)
        {
            int count = Math.Min(PieceBytes, end - next);
            code = session.Feed(next, bundle, next, count, Link);
            next += count;
        }

        code = code == ResultCode.Ok && end == bundle.Length ? session.Finish(Link) : code;
        return volume.IsDown ? throw new BoardResetException() : code;
    }
}
