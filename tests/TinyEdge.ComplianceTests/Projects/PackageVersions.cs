namespace TinyEdge.ComplianceTests.Projects;

/// <summary>The packages of the device's libraries: versions that go together (middle of 2026), and what each stands on.</summary>
internal static class PackageVersions
{
    private static readonly Dictionary<string, string> s_versions = new()
    {
        ["nanoFramework.CoreLibrary"] = "1.17.11",
        ["nanoFramework.Hardware.Esp32"] = "1.6.42",
        ["nanoFramework.Runtime.Native"] = "1.7.11",
        ["nanoFramework.Runtime.Events"] = "1.11.39",
        ["nanoFramework.System.Device.I2c"] = "1.1.29",
        ["nanoFramework.System.Device.Gpio"] = "1.1.62",
        ["nanoFramework.System.Device.Wifi"] = "1.5.149",
        ["nanoFramework.System.Net"] = "1.11.60",
        ["nanoFramework.System.Net.Http"] = "1.5.210",
        ["nanoFramework.System.IO.FileSystem"] = "1.1.93",
        ["nanoFramework.System.IO.Streams"] = "1.1.96",
        ["nanoFramework.System.IO.Ports"] = "1.1.139",
        ["nanoFramework.System.IO.Hashing"] = "1.0.40",
        ["nanoFramework.System.Security.Cryptography"] = "1.0.43",
        ["nanoFramework.System.Text"] = "1.3.42",
        ["nanoFramework.System.Collections"] = "1.5.75",
        ["nanoFramework.System.Threading"] = "1.1.52",
        ["nanoFramework.System.Math"] = "1.5.116",
        ["nanoFramework.TestFramework"] = "3.0.80",
        ["nanoFramework.ResourceManager"] = "1.2.32",
        ["nanoFramework.Networking.Sntp"] = "1.6.42",
    };

    /// <summary>Assemblies that a library needs beside mscorlib, by its package's own dependencies; a deployment must carry them.</summary>
    private static readonly Dictionary<string, string[]> s_needs = new()
    {
        ["nanoFramework.Hardware.Esp32"] = ["nanoFramework.Runtime.Events"],
        ["System.Device.Gpio"] = ["nanoFramework.Runtime.Events"],
        ["System.Device.Wifi"] = ["nanoFramework.Runtime.Events", "System.Net", "System.IO.Streams", "nanoFramework.System.Text", "System.Threading"],
        ["System.Net"] = ["nanoFramework.Runtime.Events", "System.Threading"],
        ["System.IO.FileSystem"] = ["nanoFramework.Runtime.Events", "System.IO.Streams", "nanoFramework.System.Text"],
        ["System.IO.Ports"] = ["nanoFramework.Runtime.Events", "System.IO.Streams"],
        ["System.IO.Streams"] = ["nanoFramework.System.Text"],
        ["System.Net.Http"] = ["nanoFramework.Runtime.Events", "System.Net", "System.IO.Streams", "nanoFramework.System.Text", "System.Threading", "nanoFramework.System.Collections"],
        ["nanoFramework.UnitTestLauncher"] = ["nanoFramework.TestFramework"],
    };

    public static string? Of(string package) => s_versions.GetValueOrDefault(package);

    /// <summary>The libraries themselves and all that they stand on.</summary>
    public static HashSet<string> WithNeeds(IEnumerable<string> assemblies)
    {
        HashSet<string> all = [];
        Queue<string> open = new(assemblies);
        while (open.TryDequeue(out string? assembly))
        {
            if (all.Add(assembly))
            {
                foreach (string needed in s_needs.GetValueOrDefault(assembly) ?? [])
                {
                    open.Enqueue(needed);
                }
            }
        }

        return all;
    }
}
