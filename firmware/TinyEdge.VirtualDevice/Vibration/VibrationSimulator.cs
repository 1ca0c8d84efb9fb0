namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>
/// Plays a machine through a script of states. The signal is a pure function of seed and time, so it does not depend on when or how
/// often the sensor looks.
/// </summary>
public sealed class VibrationSimulator : IVibrationSource
{
    private const double MicrosecondsPerSecond = 1e6;
    private readonly Lock _gate = new();
    private readonly VibrationSimulatorOptions _options;
    private readonly Dictionary<MachineState, Voice> _voices;
    private readonly double[] _rotation;
    private Segment[] _script;

    public VibrationSimulator(IMachine machine, VibrationSimulatorOptions options)
    {
        _options = options;
        _voices = Enum.GetValues<MachineState>().ToDictionary(
            state => state, state => new Voice(machine.ProfileOf(state), options.Seed, (int)state));
        _rotation = Rotation(options);
        _script = [new Segment(0, options.InitialState, options.InitialState)];
    }

    /// <summary>The state at a time, transitions counted as finished.</summary>
    public MachineState StateAt(long microseconds) => Find(_script, microseconds).State;

    /// <summary>From this time on the machine goes into a state. Times come in ascending order; a later one replaces what was planned after it.</summary>
    public void Schedule(TimeSpan at, MachineState state)
    {
        long from = (long)at.TotalMicroseconds;
        lock (_gate)
        {
            Segment[] kept = [.. _script.Where(segment => segment.From < from || segment.From == 0)];
            _script = [.. kept, new Segment(from, kept[^1].State, state)];
        }
    }

    public double TemperatureCelsius(long microseconds)
    {
        double seconds = microseconds / MicrosecondsPerSecond;
        return _options.StartCelsius + (_options.WarmUpCelsius * (1 - Math.Exp(-seconds / _options.WarmUpSeconds)));
    }

    public void Sample(long microseconds, out double xG, out double yG, out double zG)
    {
        Vector3G felt = Rotate(MachineAt(microseconds));
        double warmer = TemperatureCelsius(microseconds) - _options.StartCelsius;
        double hours = microseconds / MicrosecondsPerSecond / 3600;
        double gain = (1 + (_options.GainDriftPerCelsius * warmer)) * Math.Max(0, 1 - (_options.GainLossPerHour * hours));
        double offset = _options.OffsetDriftGPerCelsius * warmer;
        Vector3G noise = NoiseAt(microseconds);
        xG = (felt.X * gain) + offset + noise.X;
        yG = (felt.Y * gain) + offset + noise.Y;
        zG = (felt.Z * gain) + offset + noise.Z;
    }

    private Vector3G MachineAt(long microseconds)
    {
        Segment segment = Find(_script, microseconds);
        double now = microseconds / MicrosecondsPerSecond;
        double since = (microseconds - segment.From) / MicrosecondsPerSecond;
        double ramp = _options.RampSeconds;
        if (segment.Before == segment.State)
        {
            return _voices[segment.State].At(now, now);
        }

        Voice from = _voices[segment.Before];
        Voice to = _voices[segment.State];
        if (since >= ramp)
        {
            return to.At(now, from.IsRunning ? now : since - (ramp / 2));
        }

        // While the rotor runs up or down its lines follow it: the turns made so far stand in for time.
        double up = from.IsRunning ? now : since * since / (2 * ramp);
        double down = to.IsRunning ? now : now - (since * since / (2 * ramp));
        double share = since / ramp;
        return (from.At(now, down) * (1 - share)) + (to.At(now, up) * share);
    }

    private Vector3G NoiseAt(long microseconds)
    {
        Vector3G rms = _voices[Find(_script, microseconds).State].NoiseRmsG * _options.NoiseScale;
        return new Vector3G(
            rms.X * CounterNoise.Gaussian(_options.Seed, 0, microseconds),
            rms.Y * CounterNoise.Gaussian(_options.Seed, 1, microseconds),
            rms.Z * CounterNoise.Gaussian(_options.Seed, 2, microseconds));
    }

    private Vector3G Rotate(Vector3G v)
    {
        double[] r = _rotation;
        return new Vector3G(
            (r[0] * v.X) + (r[1] * v.Y) + (r[2] * v.Z),
            (r[3] * v.X) + (r[4] * v.Y) + (r[5] * v.Z),
            (r[6] * v.X) + (r[7] * v.Y) + (r[8] * v.Z));
    }

    // Rz(yaw) Ry(pitch) Rx(roll), row by row.
    private static double[] Rotation(VibrationSimulatorOptions options)
    {
        (double sinR, double cosR) = Math.SinCos(options.RollDegrees * Math.PI / 180);
        (double sinP, double cosP) = Math.SinCos(options.PitchDegrees * Math.PI / 180);
        (double sinY, double cosY) = Math.SinCos(options.YawDegrees * Math.PI / 180);
        return
        [
            cosY * cosP, (cosY * sinP * sinR) - (sinY * cosR), (cosY * sinP * cosR) + (sinY * sinR),
            sinY * cosP, (sinY * sinP * sinR) + (cosY * cosR), (sinY * sinP * cosR) - (cosY * sinR),
            -sinP, cosP * sinR, cosP * cosR,
        ];
    }

    private static Segment Find(Segment[] script, long microseconds)
    {
        int last = script.Length - 1;
        while (last > 0 && script[last].From > microseconds)
        {
            last--;
        }

        return script[last];
    }

    private readonly record struct Segment(long From, MachineState Before, MachineState State);

    /// <summary>One profile, its lines given their phases by the seed.</summary>
    private sealed class Voice
    {
        private static readonly (double OffsetHz, double Energy)[] s_spread = [(0, 0.8), (-1.3, 0.1), (1.7, 0.1)];
        private readonly VibrationProfile _profile;
        private readonly List<Partial> _partials = [];

        public Voice(VibrationProfile profile, int seed, int state)
        {
            _profile = profile;
            int index = 0;
            foreach (VibrationLine line in profile.Lines)
            {
                foreach ((double offsetHz, double energy) in line.Spread ? s_spread : [(0, 1.0)])
                {
                    double phase = 2 * Math.PI * CounterNoise.Uniform(seed, 100 + state, index++);
                    Vector3G amplitude = line.RmsG * Math.Sqrt(2 * energy);
                    _partials.Add(new Partial(2 * Math.PI * (line.Hz + offsetHz), phase, amplitude, line.FollowsRotor));
                }
            }
        }

        public bool IsRunning => _profile.IsRunning;

        public Vector3G NoiseRmsG => _profile.NoiseRmsG;

        public Vector3G At(double seconds, double rotorSeconds)
        {
            Vector3G sum = _profile.Gravity;
            foreach (Partial partial in _partials)
            {
                double time = partial.FollowsRotor ? rotorSeconds : seconds;
                sum += partial.Amplitude * Math.Sin((partial.Omega * time) + partial.Phase);
            }

            return sum;
        }

        private readonly record struct Partial(double Omega, double Phase, Vector3G Amplitude, bool FollowsRotor);
    }
}
