using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Tests.Inference;

/// <summary>Hostile model components: a code or a working network, never an exception.</summary>
public sealed class ModelFuzzTests
{
    private const int Budget = 64 << 10;

    // Work that one accepted mutant may do, so that the test stays short; larger ones are prepared but not run.
    private const int RunnableMacs = 1 << 18;

    private static readonly byte[] s_model = ModelWriter.Write(SampleModel.EveryOperator(), ["a", "b", "c", "d"], [1, 2, 3]);

    [Fact]
    public void TryOpen_EveryTruncation_IsRefused()
    {
        for (int length = 0; length < s_model.Length; length++)
        {
            Assert.NotEqual(ResultCode.Ok, Run(s_model[..length]));
        }

        Assert.Equal(ResultCode.Ok, Run(s_model));
    }

    [Fact]
    public void TryOpen_EveryByteMutated_NeverThrows()
    {
        byte[] values = [0x00, 0x01, 0x7F, 0x80, 0xFF];
        int refused = 0;
        for (int i = 0; i < s_model.Length; i++)
        {
            foreach (byte value in values)
            {
                byte[] mutant = [.. s_model];
                mutant[i] = value;
                refused += Run(mutant) == ResultCode.Ok ? 0 : 1;
            }

            byte[] flipped = [.. s_model];
            flipped[i] ^= 0x10;
            refused += Run(flipped) == ResultCode.Ok ? 0 : 1;
        }

        Assert.True(refused > 1000, $"only {refused} mutants refused");
    }

    [Fact]
    public void TryPrepare_ManyFieldsMutated_NeverThrows()
    {
        byte[] section = NetworkWriter.Write(SampleModel.EveryOperator());
        int head = ModelFormat.NetworkHeaderBytes + (8 * ModelFormat.LayerRecordBytes);
        Random random = new(5);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] mutant = [.. section];
            for (int n = random.Next(1, 5); n > 0; n--)
            {
                mutant[random.Next(head)] = (byte)random.Next(256);
            }

            RunSection(mutant, 0, mutant.Length);
        }
    }

    [Fact]
    public void TryOpen_RandomBytes_NeverThrows()
    {
        Random random = new(9);
        for (int round = 0; round < 5_000; round++)
        {
            byte[] bytes = new byte[random.Next(0, 600)];
            random.NextBytes(bytes);
            Assert.NotEqual(ResultCode.Ok, Run(bytes));
            RunSection(bytes, 0, bytes.Length);
            RunSection(bytes, random.Next(-10, 700), random.Next(int.MinValue, int.MaxValue));
            s_model.AsSpan(0, Math.Min(bytes.Length, random.Next(0, 80))).CopyTo(bytes);
            Run(bytes);
        }
    }

    private static ResultCode Run(byte[] model)
    {
        ModelReader reader = new();
        ResultCode code = reader.TryOpen(new ByteArraySource(model), 0, model.Length);
        return code == ResultCode.Ok ? RunSection(model, reader.PositionOf(SectionType.Network), reader.LengthOf(SectionType.Network)) : code;
    }

    private static ResultCode RunSection(byte[] bytes, int position, int length)
    {
        Network network = new();
        StaticPool pool = new(Budget);
        ResultCode code = network.TryPrepare(new ByteArraySource(bytes), position, length, pool);
        if (code == ResultCode.Ok && network.Macs <= RunnableMacs)
        {
            Array.Fill(network.Arena, sbyte.MinValue);
            network.Invoke();
        }

        return code;
    }
}
