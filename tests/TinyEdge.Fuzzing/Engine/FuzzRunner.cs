using System.Diagnostics;

namespace TinyEdge.Fuzzing.Engine;

/// <summary>Runs many inputs of one target, one after the other; the same seed and range give the same inputs and the same answers.</summary>
public sealed class FuzzRunner
{
    private const int CheckEvery = 256;
    private const int MostKinds = 20;

    private readonly FuzzTarget _target;
    private readonly Mutator _mutator;
    private readonly FuzzGuard _guard;
    private readonly FuzzBuffer _input;
    private long _current;

    /// <param name="target">What is fuzzed.</param>
    /// <param name="corpus">Inputs beside the target's own seeds, in an order that is always the same.</param>
    public FuzzRunner(FuzzTarget target, IEnumerable<byte[]> corpus)
    {
        _target = target;
        _guard = new FuzzGuard(target);
        byte[][] seeds = [.. target.Seeds(), .. corpus];
        _mutator = new Mutator(target, seeds, [.. seeds.Where(IsAccepted)]);
        _input = new FuzzBuffer(target.MaxBytes);
    }

    /// <summary>The input that is being run: read by a watching thread.</summary>
    public long Current => Volatile.Read(ref _current);

    /// <summary>Makes one input again.</summary>
    public byte[] Input(FuzzId id)
    {
        _mutator.Make(id.Seed, id.Index, _input);
        return _input.Bytes.ToArray();
    }

    /// <param name="seed">Of the run.</param>
    /// <param name="first">Index of the first input.</param>
    /// <param name="count">How many.</param>
    /// <param name="progress">Is asked now and then, with the number of inputs done and the findings; false ends the run.</param>
    public FuzzSummary Run(ulong seed, long first, long count, Func<long, int, bool>? progress = null)
    {
        Dictionary<string, FuzzFinding> findings = new(StringComparer.Ordinal);
        HashSet<int> outcomes = [];
        long accepted = 0;
        long done = 0;
        long begun = Stopwatch.GetTimestamp();
        for (; done < count; done++)
        {
            if (done % CheckEvery == 0 && progress is not null && !progress(done, findings.Count))
            {
                break;
            }

            Volatile.Write(ref _current, first + done);
            _mutator.Make(seed, first + done, _input);
            FuzzFailure? failure = _guard.Run(_input.Bytes);
            if (failure is not null)
            {
                findings.TryAdd(failure.Kind, new FuzzFinding(new FuzzId(_target.Name, seed, first + done), _input.Bytes.ToArray(), failure));
                if (findings.Count == MostKinds)
                {
                    done++;
                    break;
                }

                continue;
            }

            outcomes.Add(_guard.Outcome);
            accepted += _guard.Outcome == 0 ? 1 : 0;
        }

        return new FuzzSummary(_target.Name, seed, first, done, accepted, outcomes.Count, [.. findings.Values], Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }

    private bool IsAccepted(byte[] seed) => _guard.Run(seed) is null && _guard.Outcome == 0;
}
