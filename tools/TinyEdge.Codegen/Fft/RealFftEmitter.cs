namespace TinyEdge.Codegen.Fft;

/// <summary>
/// Straight-line code of the split-radix real FFT (Duhamel and Hollmann 1984; Sorensen, Jones, Heideman and Burrus, IEEE ASSP-35(6),
/// 1987), every value in a local variable. The arithmetic is, operation for operation, that of FftReference in the runtime.
/// A transform of n points stands at positions 0..n-1: real parts at k = 0..n/2, imaginary parts at n - k.
/// </summary>
internal sealed class RealFftEmitter
{
    private readonly List<string> _body = [];
    private readonly SlotPool _slots = new("v");
    private readonly Twiddles _twiddles;
    private readonly int _turn;
    private readonly Func<int, string> _load;
    private readonly string[] _at;

    /// <param name="length">Points of the transform.</param>
    /// <param name="turn">Points that the twiddles are steps of; the same for every emitter of a method.</param>
    /// <param name="load">Expression of input n.</param>
    public RealFftEmitter(int length, int turn, Func<int, string> load)
    {
        _turn = turn;
        _twiddles = new Twiddles(turn);
        _load = load;
        _at = new string[length];
        Transform(length, 0, 0, 1);
    }

    public IReadOnlyList<string> Body => _body;

    public IEnumerable<string> Declarations => _twiddles.Declarations.Concat(_slots.All.Select(name => $"long {name};"));

    /// <summary>Variable that holds the result at a position.</summary>
    public string At(int position) => _at[position];

    private void Transform(int n, int at, int first, int stride)
    {
        if (n == 1)
        {
            _at[at] = Assign(_load(first));
        }
        else if (n == 2)
        {
            string a = Assign(_load(first));
            string b = Assign(_load(first + stride));
            _at[at] = Assign($"{a} + {b}");
            _at[at + 1] = Overwrite(a, $"{a} - {b}");
            _slots.Release(b);
        }
        else
        {
            Transform(n / 2, at, first, 2 * stride);
            Transform(n / 4, at + (n / 2), first + stride, 4 * stride);
            Transform(n / 4, at + (n * 3 / 4), first + (3 * stride), 4 * stride);
            Combine(n, at);
        }
    }

    private void Combine(int n, int at)
    {
        int half = n / 2;
        int quarter = n / 4;
        string u = _at[at];
        string z = _at[at + half];
        string y = _at[at + half + quarter];
        string sum = Assign($"{z} + {y}");
        _at[at + half + quarter] = Overwrite(y, $"{y} - {z}");
        _at[at + half] = Overwrite(z, $"{u} - {sum}");
        _at[at] = Overwrite(u, $"{u} + {sum}");
        _slots.Release(sum);
        for (int k = 1; k < n / 8; k++)
        {
            Rotate(n, at, k);
        }

        if (n >= 8)
        {
            Diagonal(n, at);
        }
    }

    /// <summary>Both odd quarters at 45 degrees: their bin there is real.</summary>
    private void Diagonal(int n, int at)
    {
        int eighth = n / 8;
        string re = _at[at + eighth];
        string im = _at[at + (3 * eighth)];
        string z = _at[at + (5 * eighth)];
        string y = _at[at + (7 * eighth)];
        string down = Assign($"(({z} - {y}) * {_twiddles.Diagonal(false)}) >> 15");
        string across = Overwrite(z, $"(({z} + {y}) * {_twiddles.Diagonal(true)}) >> 15");
        _at[at + (7 * eighth)] = Overwrite(y, $"{im} + {across}");
        _at[at + (5 * eighth)] = Overwrite(across, $"{across} - {im}");
        _at[at + (3 * eighth)] = Overwrite(im, $"{re} - {down}");
        _at[at + eighth] = Overwrite(re, $"{re} + {down}");
        _slots.Release(down);
    }

    private void Rotate(int n, int at, int k)
    {
        int half = n / 2;
        int quarter = n / 4;
        int step = k * (_turn / n);
        string ur = _at[at + k];
        string ui = _at[at + half - k];
        string vr = _at[at + quarter - k];
        string vi = _at[at + quarter + k];
        string zr = _at[at + half + k];
        string zi = _at[at + half + quarter - k];
        string yr = _at[at + half + quarter + k];
        string yi = _at[at + n - k];
        (string c, string s) = (_twiddles.Cosine(step), _twiddles.Sine(step));
        (string c3, string s3) = (_twiddles.Cosine(3 * step), _twiddles.Sine(3 * step));
        string ar = Assign($"(({zr} * {c}) + ({zi} * {s})) >> 15");
        string ai = Overwrite(zi, $"(({zi} * {c}) - ({zr} * {s})) >> 15");
        _slots.Release(zr);
        string br = Assign($"(({yr} * {c3}) + ({yi} * {s3})) >> 15");
        string bi = Overwrite(yi, $"(({yi} * {c3}) - ({yr} * {s3})) >> 15");
        _slots.Release(yr);
        string sr = Assign($"{ar} + {br}");
        string dr = Overwrite(br, $"{br} - {ar}");
        _slots.Release(ar);
        string si = Assign($"{ai} + {bi}");
        string di = Overwrite(ai, $"{ai} - {bi}");
        _slots.Release(bi);
        _at[at + half - k] = Assign($"{ur} - {sr}");
        _at[at + k] = Overwrite(ur, $"{ur} + {sr}");
        _slots.Release(sr);
        _at[at + half + k] = Assign($"{si} - {ui}");
        _at[at + n - k] = Overwrite(ui, $"{ui} + {si}");
        _slots.Release(si);
        _at[at + quarter + k] = Assign($"{vr} + {di}");
        _at[at + quarter - k] = Overwrite(vr, $"{vr} - {di}");
        _slots.Release(di);
        _at[at + half + quarter - k] = Assign($"{dr} - {vi}");
        _at[at + half + quarter + k] = Overwrite(vi, $"{vi} + {dr}");
        _slots.Release(dr);
    }

    private string Assign(string expression)
    {
        string name = _slots.Take();
        _body.Add($"{name} = {expression};");
        return name;
    }

    /// <summary>The old value of the variable dies in this expression.</summary>
    private string Overwrite(string name, string expression)
    {
        _body.Add($"{name} = {expression};");
        return name;
    }
}
