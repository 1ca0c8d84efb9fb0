using TinyEdge.Companion.Models;
using TinyEdge.Companion.Tflite;

namespace TinyEdge.Tests.Tflite;

/// <summary>What a hostile file may not decide: how long a message is, how much memory is asked for.</summary>
public sealed class TfliteBoundTests
{
    [Fact]
    public void Import_NameOfAHundredThousandCharacters_DoesNotMakeTheMessageLong()
    {
        NetworkModel model = new NetworkModel(TensorSpec.Vector(new string('x', 100_000), 5, 0.1f, 3)).AddLogistic();

        ModelException error = Assert.Throws<ModelException>(() => TfliteImporter.Import(TfliteFile.Write(model, true, activationType: 0)));

        Assert.InRange(error.Message.Length, 100, 1000);
    }
}
