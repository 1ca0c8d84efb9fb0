using System.Globalization;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Tflite;

namespace TinyEdge.Tests.Tflite;

/// <summary>
/// Real models against outputs of TensorFlow Lite's own runtimes (see the data's README for their origin). No tolerance:
/// every value has to be the same.
/// </summary>
public sealed class TfliteGoldenTests
{
    [DataFact]
    public void HelloWorld_All256Inputs_MatchBitForBit()
    {
        NetworkRunner runner = Load("hello_world_int8.tflite");
        sbyte[] inputs = ReadInt8("hello_world_all256_input_int8.bin");
        sbyte[][] expected = ReadLines("hello_world_all256.tfjs.txt");
        Assert.Equal(256, expected.Length);
        sbyte[] actual = [.. inputs.Select(x => runner.Run([x])[0])];
        Assert.Equal(expected.Select(line => line[0]), actual);
    }

    [DataTheory]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("silence")]
    [InlineData("noise")]
    public void MicroSpeech_Clip_OutputMatchesBitForBit(string clip)
    {
        NetworkRunner runner = Load("micro_speech_quantized.tflite");
        sbyte[] expected = ReadLines($"{clip}_1000ms.micro_speech_output_int8.csv")[0];
        Assert.Equal(4, expected.Length);
        Assert.Equal(expected, runner.Run(ReadInt8($"{clip}_1000ms.features_int8.bin")));
    }

    [DataTheory]
    [InlineData("yes")]
    [InlineData("no")]
    public void MicroSpeech_Clip_EveryLayerMatchesBitForBit(string clip)
    {
        NetworkRunner runner = Load("micro_speech_quantized.tflite");
        AssertLayers(runner, ReadInt8($"{clip}_1000ms.features_int8.bin"), $"{clip}_1000ms.micro_speech_layers.single_rounding.txt", 4);
    }

    [DataFact]
    public void AnomalyDetection_16Windows_MatchBitForBit()
    {
        NetworkRunner runner = Load("ad01_int8.tflite");
        sbyte[] inputs = ReadInt8("ad01_inputs_int8.bin");
        sbyte[][] expected = ReadLines("ad01_int8.tflm_single_rounding.outputs.txt");
        Assert.Equal(16, expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], runner.Run(inputs.AsSpan(i * 640, 640)));
        }
    }

    [DataFact]
    public void AnomalyDetection_FirstWindow_EveryLayerMatchesBitForBit()
    {
        NetworkRunner runner = Load("ad01_int8.tflite");
        AssertLayers(runner, ReadInt8("ad01_inputs_int8.bin")[..640], "ad01_int8.tflm_single_rounding.layers_first_input.txt", 10);
    }

    internal static NetworkRunner Load(string name) => new(TfliteImporter.ImportFile(TestData.PathOf("tflite", name)));

    internal static sbyte[] ReadInt8(string name) => (sbyte[])(Array)File.ReadAllBytes(TestData.PathOf("tflite", name));

    private static void AssertLayers(NetworkRunner runner, sbyte[] input, string golden, int layers)
    {
        sbyte[][] expected = ReadLines(golden);
        Assert.Equal(layers, expected.Length);
        IReadOnlyList<sbyte[]> actual = runner.RunLayers(input);
        Assert.Equal(layers, actual.Count);
        for (int i = 0; i < layers; i++)
        {
            Assert.Equal(expected[i], actual[i]);
        }
    }

    private static sbyte[][] ReadLines(string name) =>
    [
        .. File.ReadLines(TestData.PathOf("tflite", name))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(v => sbyte.Parse(v, CultureInfo.InvariantCulture)).ToArray())
    ];
}
