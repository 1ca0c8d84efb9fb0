using TinyEdge.Companion.Models;
using TinyEdge.Companion.Tflite;

namespace TinyEdge.Tests.Tflite;

/// <summary>What a hostile file may not decide: how long a message is, how much memory is asked for.</summary>
public sealed class TfliteBoundTests
{
    [Fact]
    public void Import_NameOfAHundredThousandCharacters_DoesNotMakeTheMessageLong()
    {
        byte[] file = TfliteFiles.Of(w =>
        {
            int input = w.Activation(new string('x', 100_000), [2, 5], 0.1f, 3);
            int output = w.Activation("output", [2, 5], 1f / 256, -128);
            w.Operator(TfliteOperator.Logistic, 2, [input], output);
            return (input, output);
        });

        ModelException error = Assert.Throws<ModelException>(() => TfliteImporter.Import(file));

        Assert.InRange(error.Message.Length, 100, 1000);
    }
}
