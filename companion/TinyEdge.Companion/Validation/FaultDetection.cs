using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Validation;

/// <summary>How many faults of a model show in the outputs of its golden vectors.</summary>
/// <param name="Faults">Single flipped bits of weights.</param>
/// <param name="Refused">Of those, refused when the network is prepared: never run.</param>
/// <param name="Harmful">Of the rest, those that change the class of at least one recording.</param>
/// <param name="Detected">Of the rest, those that change an output of a vector.</param>
/// <param name="HarmfulDetected">Harmful ones that a vector shows.</param>
public sealed record FaultDetection(int Faults, int Refused, int Harmful, int Detected, int HarmfulDetected);

/// <summary>Which of many inputs show which of many faults: an inference each.</summary>
internal sealed class FaultTable
{
    private readonly bool[][] _shows;
    private readonly bool[] _isRefused;
    private readonly bool[] _isHarmful;

    /// <param name="section">A network section with plain weights.</param>
    /// <param name="inputs">int8 inputs of the candidates for golden vectors.</param>
    /// <param name="recordings">int8 inputs that tell whether a fault does harm.</param>
    public FaultTable(byte[] section, IReadOnlyList<WeightFault> faults, IReadOnlyList<sbyte[]> inputs, IReadOnlyList<sbyte[]> recordings)
    {
        NetworkRunner good = new(section);
        sbyte[][] wanted = [.. inputs.Select(input => good.Run(input))];
        int[] classes = [.. recordings.Select(input => ClassOf(good.Run(input)))];
        _shows = [.. faults.Select(_ => new bool[inputs.Count])];
        _isRefused = new bool[faults.Count];
        _isHarmful = new bool[faults.Count];
        for (int f = 0; f < faults.Count; f++)
        {
            NetworkRunner? bad = TryRun(faults[f].ApplyTo(section));
            _isRefused[f] = bad is null;
            for (int i = 0; i < inputs.Count && bad is not null; i++)
            {
                _shows[f][i] = !bad.Run(inputs[i]).AsSpan().SequenceEqual(wanted[i]);
            }

            _isHarmful[f] = bad is not null && Enumerable.Range(0, recordings.Count).Any(i => ClassOf(bad.Run(recordings[i])) != classes[i]);
        }
    }

    /// <summary>The input that shows most faults which the chosen ones do not; -1 when none shows another.</summary>
    public int NextBest(IReadOnlyCollection<int> chosen)
    {
        bool[][] open = [.. Enumerable.Range(0, _shows.Length).Where(f => !chosen.Any(i => _shows[f][i])).Select(f => _shows[f])];
        int inputs = _shows.Length == 0 ? 0 : _shows[0].Length;
        int best = -1;
        int most = 0;
        for (int i = 0; i < inputs; i++)
        {
            int gain = open.Count(row => row[i]);
            (best, most) = gain > most ? (i, gain) : (best, most);
        }

        return best;
    }

    public FaultDetection DetectionBy(IReadOnlyCollection<int> chosen)
    {
        bool[] shown = [.. _shows.Select(row => chosen.Any(i => row[i]))];
        return new FaultDetection(
            _shows.Length, _isRefused.Count(r => r), _isHarmful.Count(h => h), shown.Count(s => s), Enumerable.Range(0, shown.Length).Count(f => shown[f] && _isHarmful[f]));
    }

    private static NetworkRunner? TryRun(byte[] section)
    {
        try
        {
            return new NetworkRunner(section);
        }
        catch (ModelException)
        {
            return null;
        }
    }

    private static int ClassOf(sbyte[] scores) => Evaluation.ModelPipeline.ClassOf(scores);
}
