using TinyEdge.Bundles;
using TinyEdge.CostProfiler;
using TinyEdge.CostProfiler.Pipelines;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Supervision;
using Xunit.Abstractions;

namespace TinyEdge.Tests.Sensing;

/// <summary>Instructions of the drivers, the bus not counted, which is hardware. Exact, so that a slower driver fails here.</summary>
public class DriverCostTests(ITestOutputHelper output)
{
    private const int BurstSamples = 32;
    private const int BytesPerSample = 6;

    /// <summary>256 values in bursts of 32 samples, at any range.</summary>
    [Theory]
    [InlineData(SensorKind.Mpu6050, 2, 4000)]
    [InlineData(SensorKind.Mpu6050, 16, 4000)]
    [InlineData(SensorKind.Adxl345, 4, 5500)]
    [InlineData(SensorKind.Adxl345, 16, 5500)]
    public void Burst_AnyBytes_StaysWithinItsBudget(SensorKind kind, int rangeG, int most)
    {
        lock (DeviceImage.Gate)
        {
            IInputProbe<byte[]> probe = Probe(kind, rangeG);
            double[] costs = [.. DeviceImage.Shared.Count(probe, Bursts(BurstSamples)).Select(count => count * 256.0 / (3 * BurstSamples))];
            output.WriteLine($"{kind}, {rangeG} g: {costs.Min():F0} to {costs.Max():F0}");
            Assert.InRange(costs.Max(), 1, most);
            Assert.Equal(costs.Min(), costs.Max());
        }
    }

    /// <summary>A hop of 36 samples, looked for so often that each look finds only a few.</summary>
    [Theory]
    [InlineData(SensorKind.Mpu6050, 2, 2800)]
    [InlineData(SensorKind.Mpu6050, 4, 2150)]
    [InlineData(SensorKind.Mpu6050, 6, 1950)]
    [InlineData(SensorKind.Adxl345, 2, 3200)]
    [InlineData(SensorKind.Adxl345, 4, 2700)]
    [InlineData(SensorKind.Adxl345, 6, 2500)]
    public void Hop_InShortBursts_StaysWithinItsBudget(SensorKind kind, int samplesALook, int most)
    {
        const int HopSamples = 36;
        lock (DeviceImage.Gate)
        {
            IInputProbe<byte[]> probe = Probe(kind, 4);
            long[] costs = [.. DeviceImage.Shared.Count(probe, Bursts(samplesALook)).Select(count => count * HopSamples / samplesALook)];
            long none = DeviceImage.Shared.Count(probe, [[]]).Single();
            output.WriteLine($"{kind}, {samplesALook} a look: {costs.Max()} a hop, {none} when none is ready");
            Assert.InRange(costs.Max(), 1, most);
        }
    }

    private static IInputProbe<byte[]> Probe(SensorKind kind, int rangeG) =>
        DeviceImage.Shared.Create<IInputProbe<byte[]>>(typeof(DriverProbe), kind == SensorKind.Adxl345, rangeG);

    private static IEnumerable<byte[]> Bursts(int samples)
    {
        Random random = new(samples);
        for (int fill = 0; fill < 3; fill++)
        {
            yield return [.. Enumerable.Repeat((byte)(fill switch { 0 => 0x00, 1 => 0x7F, _ => 0x80 }), samples * BytesPerSample)];
        }

        for (int i = 0; i < 50; i++)
        {
            byte[] bytes = new byte[samples * BytesPerSample];
            random.NextBytes(bytes);
            yield return bytes;
        }
    }

    private sealed class DriverProbe : IInputProbe<byte[]>
    {
        private readonly FifoBus _bus = new();
        private readonly IAccelerometer _sensor;
        private readonly short[] _xyz = new short[3 * BurstSamples];

        public DriverProbe(bool isAdxl345, int rangeG)
        {
            _sensor = isAdxl345 ? new Adxl345(_bus) : new Mpu6050(_bus);
            if (_sensor.TryStart(200, rangeG) != ResultCode.Ok)
            {
                throw new InvalidOperationException("The probe would count a refusal.");
            }
        }

        public void Run(byte[] input)
        {
            _bus.Fill(input);
            _sensor.TryRead(_xyz, BurstSamples, out int count);
            if (count != input.Length / BytesPerSample)
            {
                throw new InvalidOperationException($"{count} samples came out.");
            }
        }
    }
}
