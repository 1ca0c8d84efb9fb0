using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;

namespace TinyEdge.Companion.Tflite;

/// <summary>A network from a .tflite file, a model component, or a folder that holds one.</summary>
public static class TfliteModelSource
{
    public static NetworkModel Load(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, BundleFolder.ModelName) : path;
        byte[] bytes = TfliteImporter.ReadFile(file);
        if (bytes.Length >= 8 && bytes.AsSpan(4, 4).SequenceEqual("TFL3"u8))
        {
            return TfliteImporter.Import(bytes);
        }

        return bytes.AsSpan().StartsWith("TEMD"u8)
            ? NetworkReader.ReadModel(bytes)
            : throw new ModelException($"'{file}' is no network.", "It begins neither as a .tflite file nor as a model component.", "Pass a .tflite file, a model.tem, or a folder with one.");
    }
}
