using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Tests.Tflite;

namespace TinyEdge.Tests.Inference;

/// <summary>Networks with branches: what the planner places, and what the device proves before it runs them.</summary>
public sealed class GraphNetworkTests
{
    // Two tables over the input and their sum: records 0, 1, 2.
    private static readonly byte[] s_branches = NetworkWriter.Write(Branches());

    [Fact]
    public void Plan_RandomGraphs_KeepsLivingTensorsApart()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            NetworkModel model = RandomGraphs.Make(seed);
            ArenaPlan plan = ArenaPlanner.Plan(model);
            int[] offsets = [plan.InputOffset, .. plan.OutputOffsets];
            for (int reader = 0; reader < model.Layers.Count; reader++)
            {
                foreach (int made in model.Layers[reader] is ElementwiseSpec pair ? [model.SourceOf(reader), pair.Other] : new[] { model.SourceOf(reader) })
                {
                    int length = (made < 0 ? model.Input : model.Layers[made].Output).Length;
                    for (int between = made + 1; between <= reader; between++)
                    {
                        bool isFree = model.Layers[between] is ReshapeSpec
                            || offsets[between + 1] >= offsets[made + 1] + length || offsets[made + 1] >= offsets[between + 1] + model.Layers[between].Output.Length;
                        Assert.True(isFree, $"seed {seed}: layer {between} writes over what layer {reader} reads");
                    }
                }
            }
        }
    }

    [Fact]
    public void Plan_Residual_NeedsThreeTensorsAtMost()
    {
        Assert.Equal(3 * 8, ArenaPlanner.Plan(Branches()).ArenaBytes);
    }

    [Fact]
    public void TryPrepare_Branches_RunsThem()
    {
        sbyte[] output = new NetworkRunner(s_branches).Run([-8, -4, -2, 0, 1, 2, 4, 8]);
        Assert.Equal([-8, -4, -2, 0, 1, 2, 4, 8], output);
    }

    [Theory]
    [InlineData(2, 60, 3, ResultCode.BadModel)]
    [InlineData(2, 62, 3, ResultCode.BadModel)]
    [InlineData(0, 60, 1, ResultCode.BadModel)]
    [InlineData(1, 62, 1, ResultCode.BadModel)]
    [InlineData(2, 60, 0xFFFF, ResultCode.BadModel)]
    [InlineData(2, 3, 1, ResultCode.BadModel)]
    [InlineData(2, 36, 1, ResultCode.BadModel)]
    [InlineData(2, 48, 1, ResultCode.BadModel)]
    [InlineData(2, 44, 20, ResultCode.BadModel)]
    [InlineData(2, 52, 1, ResultCode.BadModel)]
    public void TryPrepare_FieldOfARecordWrong_IsRefused(int record, int field, int value, ResultCode expected)
    {
        byte[] section = [.. s_branches];
        BinaryPrimitives.WriteUInt16LittleEndian(section.AsSpan(48 + (64 * record) + field), (ushort)value);
        Assert.Equal(expected, Prepare(section));
    }

    /// <summary>Each tensor onto each other one: whatever is alive then is found.</summary>
    [Fact]
    public void TryPrepare_TensorsOverEachOther_AreRefused()
    {
        int[] places = [16, 48 + 8, 48 + 64 + 8, 48 + 128 + 8];
        for (int a = 0; a < places.Length; a++)
        {
            for (int b = 0; b < places.Length; b++)
            {
                byte[] section = [.. s_branches];
                section.AsSpan(places[b], 4).CopyTo(section.AsSpan(places[a]));
                section.AsSpan(places[3], 4).CopyTo(section.AsSpan(32));
                bool isFree = a == b || s_branches.AsSpan(places[a], 4).SequenceEqual(s_branches.AsSpan(places[b], 4));
                Assert.Equal(isFree ? ResultCode.Ok : ResultCode.ArenaOverlap, Prepare(section));
            }
        }
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(4, 1)]
    [InlineData(12, 1)]
    [InlineData(20, 31)]
    public void TryPrepare_ScalerOfAddOutOfRange_IsRefused(int at, int value)
    {
        byte[] section = [.. s_branches];
        BinaryPrimitives.WriteInt32LittleEndian(section.AsSpan(section.Length - ModelFormat.AddScalerBytes + at), value);
        Assert.Equal(ResultCode.BadQuantization, Prepare(section));
    }

    [Fact]
    public void TryPrepare_GraphWithFieldsMutated_NeverThrows()
    {
        Random random = new(5);
        byte[][] sections = [.. Enumerable.Range(0, 12).Select(seed => NetworkWriter.Write(RandomGraphs.Make(seed)))];
        int accepted = 0;
        for (int round = 0; round < 12_000; round++)
        {
            byte[] mutant = [.. sections[round % sections.Length]];
            int head = 48 + (64 * BinaryPrimitives.ReadUInt16LittleEndian(mutant.AsSpan(2)));
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                mutant[random.Next(head)] = (byte)random.Next(256);
            }

            Network network = new();
            if (network.TryPrepare(new ByteArraySource(mutant), 0, mutant.Length, new StaticPool(1 << 16)) == ResultCode.Ok && network.Macs < 1 << 16)
            {
                network.Invoke();
                accepted++;
            }
        }

        Assert.True(accepted > 100, $"only {accepted} mutants ran");
    }

    private static NetworkModel Branches()
    {
        NetworkModel model = new(TensorSpec.Vector("input", 8, 1, 0));
        model.AddTable(TensorSpec.Vector("left", 8, 1, 0), new RescaleFunction());
        model.ReadFrom(-1).AddTable(TensorSpec.Vector("right", 8, 1, 0), new RescaleFunction());
        return model.AddSum(TensorSpec.Vector("sum", 8, 2, 0), 0);
    }

    private static ResultCode Prepare(byte[] section) => new Network().TryPrepare(new ByteArraySource(section), 0, section.Length, new StaticPool(1 << 16));
}
