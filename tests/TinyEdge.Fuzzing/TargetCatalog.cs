using TinyEdge.Fuzzing.Bundles;
using TinyEdge.Fuzzing.Desktop;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Fuzzing.Links;
using TinyEdge.Fuzzing.Models;
using TinyEdge.Fuzzing.Records;

namespace TinyEdge.Fuzzing;

/// <summary>Every target there is; a new one is a file and a line here.</summary>
public static class TargetCatalog
{
    private static readonly (string Name, Func<FuzzTarget> Make)[] s_all =
    [
        ("bundle", () => new BundleTarget()),
        ("keyring", () => new KeyringTarget()),
        ("bootrecord", () => new BootRecordTarget()),
        ("records", () => new DeviceRecordsTarget()),
        ("http", () => new HttpTarget()),
        ("console", () => new ConsoleTarget()),
        ("line", () => new LineTarget()),
        ("deployment", () => new DeploymentTarget()),
        ("tflite", () => new TfliteTarget()),
        ("csv", () => new CsvTarget()),
        ("wav", () => new WavTarget()),
        ("model", () => new ModelTarget()),
    ];

    public static IEnumerable<string> Names => s_all.Select(target => target.Name);

    /// <returns>A new one, or null when there is none of that name.</returns>
    public static FuzzTarget? Find(string name) => s_all.FirstOrDefault(target => target.Name == name).Make?.Invoke();
}
