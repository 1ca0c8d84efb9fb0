using System.Buffers.Binary;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Profiling;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Tests.Inference;

public sealed class ModelComponentTests
{
    private const int FirstRecord = ModelFormat.NetworkHeaderBytes;

    [Fact]
    public void TryOpen_WrittenModel_FindsEverySection()
    {
        byte[] bytes = ModelWriter.Write(SampleModel.EveryOperator(), ["off", "healthy", "imbalance", "fault"], [1, 2, 3], [9, 8, 7, 6, 5]);
        ModelReader reader = new();
        byte[] padded = [0xEE, .. bytes, 0xEE];
        Assert.Equal(ResultCode.Ok, reader.TryOpen(new ByteArraySource(padded), 1, bytes.Length));
        Assert.Equal(new byte[] { 1, 2, 3 }, padded.AsSpan(reader.PositionOf(SectionType.FrontEnd), reader.LengthOf(SectionType.FrontEnd)).ToArray());
        Assert.Equal(new byte[] { 9, 8, 7, 6, 5 }, padded.AsSpan(reader.PositionOf(SectionType.Card), reader.LengthOf(SectionType.Card)).ToArray());
        Assert.Equal(4, reader.LabelCount);
        byte[] label = new byte[18];
        Assert.Equal(ResultCode.Ok, reader.TryReadLabel(2, label, 1));
        Assert.Equal("\0imbalance\0", Encoding.ASCII.GetString(label, 0, 11));
        Assert.Equal(ResultCode.NotFound, reader.TryReadLabel(4, label, 0));

        Network network = new();
        Assert.Equal(ResultCode.Ok, network.TryPrepare(new ByteArraySource(padded), reader.PositionOf(SectionType.Network), reader.LengthOf(SectionType.Network), new StaticPool(1 << 16)));
        Assert.Equal(8, network.LayerCount);
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        Assert.Equal(ModelWriter.Write(SampleModel.EveryOperator(), ["a"]), ModelWriter.Write(SampleModel.EveryOperator(), ["a"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("seventeen-letters")]
    [InlineData("two words")]
    [InlineData("grün")]
    public void Write_UnusableLabel_IsRefused(string label)
    {
        Assert.Throws<ModelException>(() => ModelWriter.Write(SampleModel.EveryOperator(), [label]));
    }

    [Fact]
    public void InvokeLayer_EveryOperator_EqualsIndependentReference()
    {
        NetworkModel model = SampleModel.EveryOperator();
        NetworkRunner runner = new(model);
        for (int seed = 0; seed < 50; seed++)
        {
            sbyte[] input = RandomNetworks.Inputs(model.Input.Length, seed);
            IReadOnlyList<sbyte[]> outputs = runner.RunLayers(input);
            for (int i = 0; i < outputs.Count; i++)
            {
                if (model.Layers[i] is not (SoftmaxSpec or LogisticSpec))
                {
                    Assert.Equal(ReferenceNetwork.Eval(model, i, i == 0 ? input : outputs[i - 1]), outputs[i]);
                }
            }

            Assert.Equal(outputs[^1], runner.Run(input));
        }
    }

    [Fact]
    public void Invoke_AfterPrepare_AllocatesNothing()
    {
        Network network = new NetworkRunner(SampleModel.EveryOperator()).Network;
        network.Invoke();
        long allocated = AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                network.Invoke();
            }
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void TryPrepare_DenseNetwork_ChargesWhatDeviceLayoutSays()
    {
        NetworkModel model = new NetworkModel(TensorSpec.Vector("input", 30, 0.1f, 0))
            .AddFullyConnected(TensorSpec.Vector("hidden", 24, 0.1f, -128), new sbyte[720], new int[24], new float[24].Select(_ => 0.01f).ToArray(), Activation.Relu)
            .AddFullyConnected(TensorSpec.Vector("output", 3, 0.1f, 0), new sbyte[72], new int[3], [0.01f]);
        StaticPool pool = new NetworkRunner(model).Pool;
        int weights = DeviceLayout.ArrayBytes(720, 1) + DeviceLayout.ArrayBytes(24, 4) + DeviceLayout.ArrayBytes(24, 4) + DeviceLayout.ArrayBytes(24, 1)
            + DeviceLayout.ArrayBytes(72, 1) + DeviceLayout.ArrayBytes(3, 4) + DeviceLayout.ArrayBytes(1, 4) + DeviceLayout.ArrayBytes(1, 1);
        Assert.Equal(weights, pool.BytesOf(PoolOwner.Weights));
        Assert.Equal(DeviceLayout.ArrayBytes(54, 1), pool.BytesOf(PoolOwner.Arena));
        int objects = FieldBytes(typeof(Network)) + (2 * FieldBytes(typeof(FullyConnected)));
        Assert.Equal(objects + DeviceLayout.ArrayBytes(2, 12) + DeviceLayout.ArrayBytes(64, 1), pool.BytesOf(PoolOwner.Network));
    }

    [Fact]
    public void TryPrepare_EveryOperator_ChargesEveryObjectAndArrayItHolds()
    {
        NetworkRunner runner = new(SampleModel.EveryOperator());
        int held = DeviceLayout.ArrayBytes(64, 1) + HeldBytes(runner.Network, []);
        Assert.Equal(held, runner.Pool.TotalBytes);
    }

    [Fact]
    public void TryPrepare_EveryBudgetBelowTheNeed_IsPoolExhausted()
    {
        byte[] section = NetworkWriter.Write(SampleModel.EveryOperator());
        int need = new NetworkRunner(SampleModel.EveryOperator()).Pool.TotalBytes;
        for (int budget = 0; budget < need; budget += 7)
        {
            Assert.Equal(ResultCode.PoolExhausted, Prepare(section, budget));
        }

        Assert.Equal(ResultCode.Ok, Prepare(section, need));
    }

    [Theory]
    [InlineData(0, 2, ResultCode.UnsupportedModelVersion)]
    [InlineData(2, 0, ResultCode.BadModel)]
    [InlineData(FirstRecord, 99, ResultCode.UnsupportedOperator)]
    [InlineData(FirstRecord + 1, 4, ResultCode.UnsupportedOperator)]
    [InlineData(FirstRecord + 1, 1, ResultCode.BadModel)]
    [InlineData(FirstRecord + 6, 1, ResultCode.BadModel)]
    [InlineData(FirstRecord + 24, 0, ResultCode.BadTensorShape)]
    [InlineData(FirstRecord + 28, 0, ResultCode.BadTensorShape)]
    [InlineData(FirstRecord + 36, 9, ResultCode.BadTensorShape)]
    [InlineData(FirstRecord + 60, 1, ResultCode.BadModel)]
    [InlineData(FirstRecord + 8, 30, ResultCode.ArenaOverlap)]
    public void TryPrepare_OneFieldWrong_AnswersItsCode(int offset, byte value, ResultCode expected)
    {
        byte[] section = NetworkWriter.Write(SampleModel.EveryOperator());
        section[offset] = value;
        Assert.Equal(expected, Prepare(section, 1 << 20));
    }

    [Fact]
    public void TryPrepare_AccumulatorCouldOverflow_IsBadQuantization()
    {
        byte[] section = DenseOne(int.MaxValue - (255 * 127));
        Assert.Equal(ResultCode.Ok, Prepare(section, 1 << 16));
        section = DenseOne(int.MaxValue - (255 * 127) + 1);
        Assert.Equal(ResultCode.BadQuantization, Prepare(section, 1 << 16));
        section = DenseOne(int.MinValue);
        Assert.Equal(ResultCode.BadQuantization, Prepare(section, 1 << 16));
    }

    [Fact]
    public void TryPrepare_UnnormalisedMultiplier_IsBadQuantization()
    {
        byte[] section = DenseOne(0);
        BinaryPrimitives.WriteInt32LittleEndian(section.AsSpan(section.Length - 5), 12345);
        Assert.Equal(ResultCode.BadQuantization, Prepare(section, 1 << 16));
    }

    private static byte[] DenseOne(int bias) =>
        NetworkWriter.Write(new NetworkModel(TensorSpec.Vector("input", 1, 1, -128)).AddFullyConnected(TensorSpec.Vector("output", 1, 1, 0), [127], [bias], [0.001f]));

    private static ResultCode Prepare(byte[] section, int budget) =>
        new Network().TryPrepare(new ByteArraySource(section), 0, section.Length, new StaticPool(budget));

    private static int FieldBytes(Type type) => DeviceLayout.ObjectBytes(Fields(type).Count());

    private static IEnumerable<System.Reflection.FieldInfo> Fields(Type? type)
    {
        for (; type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (System.Reflection.FieldInfo field in type.GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    // Walks the object graph by reflection: an account of the same memory that knows nothing of the pool.
    private static int HeldBytes(object item, HashSet<object> seen)
    {
        if (!seen.Add(item))
        {
            return 0;
        }

        if (item is Array array)
        {
            return array switch
            {
                sbyte[] => DeviceLayout.ArrayBytes(array.Length, 1),
                int[] => DeviceLayout.ArrayBytes(array.Length, 4),
                Layer[] layers => DeviceLayout.ArrayBytes(array.Length, 12) + layers.Sum(layer => HeldBytes(layer, seen)),
                _ => throw new NotSupportedException(array.GetType().Name),
            };
        }

        return FieldBytes(item.GetType()) + Fields(item.GetType())
            .Where(field => !field.FieldType.IsValueType)
            .Sum(field => field.GetValue(item) is { } value ? HeldBytes(value, seen) : 0);
    }
}
