using System.Buffers.Binary;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Tflite;

namespace TinyEdge.Tests.Tflite;

/// <summary>Files made to break the importer: a message that says where, in bounded time and memory, and never another exception.</summary>
public sealed class TfliteHostileTests
{
    private static readonly byte[] s_file = TfliteExporter.Write(RandomGraphs.Make(12), "every operator");

    [Fact]
    public void Import_OperatorReadsWhatComesLater_NamesTensorAndOperators()
    {
        byte[] file = TfliteFiles.Of(w =>
        {
            int input = w.Activation("input", [1, 6], 0.1f, 0);
            int early = w.Activation("early", [1, 6], 0.2f, 0);
            int late = w.Activation("late", [1, 6], 0.2f, 0);
            w.Operator(TfliteOperator.Add, 2, [input, late], early, 11);
            w.Operator(TfliteOperator.Relu, 2, [early], late);
            return (input, late);
        });
        string message = Assert.Throws<ModelException>(() => TfliteImporter.Import(file)).Message;
        Assert.Contains("operator 0 ADD reads tensor 2 'late' before it is there", message, StringComparison.Ordinal);
        Assert.Contains("operator 1 RELU", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_OperatorReadsItsOwnOutput_IsRefused()
    {
        byte[] file = TfliteFiles.Of(w =>
        {
            int input = w.Activation("input", [1, 6], 0.1f, 0);
            int loop = w.Activation("loop", [1, 6], 0.2f, 0);
            w.Operator(TfliteOperator.Add, 2, [input, loop], loop, 11);
            return (input, loop);
        });
        Assert.Contains("circle", Assert.Throws<ModelException>(() => TfliteImporter.Import(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_TensorWrittenTwice_IsRefused()
    {
        byte[] file = TfliteFiles.Of(w =>
        {
            int input = w.Activation("input", [1, 6], 0.1f, 0);
            int output = w.Activation("output", [1, 6], 0.2f, 0);
            w.Operator(TfliteOperator.Relu, 2, [input], output);
            w.Operator(TfliteOperator.Relu6, 2, [input], output);
            return (input, output);
        });
        Assert.Contains("written twice, by operator 1 RELU6", Assert.Throws<ModelException>(() => TfliteImporter.Import(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public void Import_TensorWithImpossibleShape_NamesTheTensor(int extent)
    {
        byte[] file = TfliteFiles.Of(w =>
        {
            int input = w.Activation("input", [1, extent, extent, 2], 0.1f, 0);
            int output = w.Activation("output", [1, 6], 0.2f, 0);
            w.Operator(TfliteOperator.Relu, 2, [input], output);
            return (input, output);
        });
        Assert.Contains("Tensor 0 'input' cannot be imported", Assert.Throws<ModelException>(() => TfliteImporter.Import(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xFFFFFFF0u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x00FFFFFFu)]
    public void Import_RootOffsetOutside_NamesTheByte(uint offset)
    {
        byte[] file = [.. s_file];
        BinaryPrimitives.WriteUInt32LittleEndian(file, offset);
        ModelException e = Assert.Throws<ModelException>(() => TfliteImporter.Import(file));
        Assert.Contains($"leads to byte {offset}", e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(e.Remedy);
    }

    /// <summary>Every 32-bit word of the file as an offset or a count of its own: huge, negative, self, just outside.</summary>
    [Fact]
    public void Import_EveryWordReplaced_IsAModelOrAModelExceptionThatSaysWhere()
    {
        uint[] values = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, (uint)s_file.Length, 0x00100000];
        int refused = 0;
        for (int at = 0; at + 4 <= s_file.Length; at += 4)
        {
            foreach (uint value in values)
            {
                byte[] mutant = [.. s_file];
                BinaryPrimitives.WriteUInt32LittleEndian(mutant.AsSpan(at), value);
                refused += IsRefused(mutant) ? 1 : 0;
            }
        }

        Assert.True(refused > 500, $"only {refused} mutants were refused");
    }

    [Fact]
    public void Import_RandomMutations_IsAModelOrAModelException()
    {
        Random random = new(3);
        int refused = 0;
        for (int round = 0; round < 4000; round++)
        {
            byte[] mutant = TfliteExporter.Write(RandomGraphs.Make(round % 40), "");
            for (int n = random.Next(1, 6); n > 0; n--)
            {
                mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            }

            refused += IsRefused(mutant[..random.Next(mutant.Length / 2, mutant.Length + 1)]) ? 1 : 0;
        }

        Assert.True(refused > 1000, $"only {refused} mutants were refused");
    }

    [Fact]
    public void Import_Garbage_IsAModelException()
    {
        Random random = new(4);
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            Assert.True(IsRefused(bytes));
            if (bytes.Length >= 8)
            {
                "TFL3"u8.CopyTo(bytes.AsSpan(4));
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)random.Next(bytes.Length));
                Assert.True(IsRefused(bytes));
            }
        }
    }

    private static bool IsRefused(byte[] file)
    {
        try
        {
            TfliteReport.Of(file);
            TfliteImporter.Import(file);
            return false;
        }
        catch (ModelException e)
        {
            Assert.NotEmpty(e.Why);
            Assert.NotEmpty(e.Remedy);
            return true;
        }
    }
}
