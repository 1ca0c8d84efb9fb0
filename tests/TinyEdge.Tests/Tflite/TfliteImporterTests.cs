using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Tflite;
using TinyEdge.Runtime.Memory;
using Xunit.Abstractions;

namespace TinyEdge.Tests.Tflite;

public sealed class TfliteImporterTests(ITestOutputHelper log)
{
    [DataTheory]
    [InlineData("hello_world_int8.tflite")]
    [InlineData("micro_speech_quantized.tflite")]
    public void Import_EveryTruncation_IsAModelException(string name)
    {
        byte[] file = File.ReadAllBytes(TestData.PathOf("tflite", name));
        int accepted = 0;
        for (int length = 0; length < file.Length; length += length < 4096 ? 1 : 37)
        {
            accepted += TryImport(file[..length]) ? 1 : 0;
        }

        // The converter puts the tables last, so nearly every truncation cuts something that is needed.
        Assert.True(accepted < 64, $"{accepted} truncations were accepted");
    }

    [DataTheory]
    [InlineData("hello_world_int8.tflite")]
    [InlineData("micro_speech_quantized.tflite")]
    public void Import_MutatedBytes_IsAModelOrAModelException(string name)
    {
        byte[] file = File.ReadAllBytes(TestData.PathOf("tflite", name));
        int refused = 0;
        for (int i = 0; i < file.Length; i++)
        {
            foreach (byte value in new byte[] { 0, 0x7F, 0xFF })
            {
                byte[] mutant = [.. file];
                mutant[i] = value;
                refused += TryImport(mutant) ? 0 : 1;
            }
        }

        Assert.True(refused > 100, $"only {refused} mutants were refused");
    }

    [Fact]
    public void Import_OtherFile_SaysWhatItIsNot()
    {
        ModelException e = Assert.Throws<ModelException>(() => TfliteImporter.Import("hello, world"u8.ToArray()));
        Assert.Contains("TFL3", e.Message, StringComparison.Ordinal);
        Assert.Throws<ModelException>(() => TfliteImporter.Import([]));
        Assert.Throws<ModelException>(() => TfliteImporter.Import([0xFF, 0xFF, 0xFF, 0xFF, (byte)'T', (byte)'F', (byte)'L', (byte)'3']));
    }

    [DataFact]
    public void Import_UnsupportedOperators_AreNamedAtOnceWithAdvice()
    {
        byte[] file = File.ReadAllBytes(TestData.PathOf("tflite", "micro_speech_quantized.tflite"));
        byte[] mutant = ReplaceOperatorCodes(file, (4, 45), (25, 50));
        ModelException e = Assert.Throws<ModelException>(() => TfliteImporter.Import(mutant));
        Assert.Equal(ResultCode.UnsupportedOperator, e.Result);
        Assert.Contains("STRIDED_SLICE", e.Message, StringComparison.Ordinal);
        Assert.Contains("LOG_SOFTMAX", e.Message, StringComparison.Ordinal);
    }

    [DataTheory]
    [InlineData("hello_world_int8.tflite")]
    [InlineData("micro_speech_quantized.tflite")]
    [InlineData("ad01_int8.tflite")]
    public void Import_RealModel_KeepsNamesAndFitsItsArena(string name)
    {
        NetworkModel model = TfliteImporter.ImportFile(TestData.PathOf("tflite", name));
        Assert.All(model.Layers, layer => Assert.NotEmpty(layer.Output.Name));
        NetworkRunner runner = new(model);
        log.WriteLine($"{name}: weights {runner.Pool.BytesOf(PoolOwner.Weights)} arena {runner.Pool.BytesOf(PoolOwner.Arena)} network {runner.Pool.BytesOf(PoolOwner.Network)} total {runner.Pool.TotalBytes} bytes, {runner.Network.Macs} MACs");
        Assert.Equal(ArenaPlanner.Plan(model).ArenaBytes, runner.Network.Arena.Length);
    }

    [Fact]
    public void ImportFile_Missing_SaysSo()
    {
        Assert.Throws<ModelException>(() => TfliteImporter.ImportFile(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "none.tflite")));
    }

    private static bool TryImport(byte[] file)
    {
        try
        {
            TfliteImporter.Import(file);
            return true;
        }
        catch (ModelException)
        {
            return false;
        }
    }

    // Rewrites the 8-bit code of each OperatorCode table, found through the FlatBuffer's own root.
    private static byte[] ReplaceOperatorCodes(byte[] file, params (int From, int To)[] changes)
    {
        byte[] copy = [.. file];
        int root = BitConverter.ToInt32(copy, 0);
        int vector = Follow(copy, root, 1);
        for (int i = 0; i < BitConverter.ToInt32(copy, vector); i++)
        {
            int slot = vector + 4 + (4 * i);
            int table = slot + BitConverter.ToInt32(copy, slot);
            int vtable = table - BitConverter.ToInt32(copy, table);
            foreach (int field in new[] { 0, 3 })
            {
                int at = 4 + (2 * field) < BitConverter.ToUInt16(copy, vtable) ? BitConverter.ToUInt16(copy, vtable + 4 + (2 * field)) : 0;
                foreach ((int from, int to) in changes)
                {
                    if (at != 0 && copy[table + at] == from)
                    {
                        copy[table + at] = (byte)to;
                        break;
                    }
                }
            }
        }

        return copy;
    }

    private static int Follow(byte[] file, int table, int field)
    {
        int vtable = table - BitConverter.ToInt32(file, table);
        int at = table + BitConverter.ToUInt16(file, vtable + 4 + (2 * field));
        return at + BitConverter.ToInt32(file, at);
    }
}
