using Mono.Cecil;
using TinyEdge.CostProfiler;
using TinyEdge.CostProfiler.Instrumentation;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Tests.Cost;

public sealed class StackFrameLayoutTests
{
    /// <summary>The compiler's own figure is exact in methods that have a full header; small ones say 8 and need less.</summary>
    [Fact]
    public void MaxStack_EveryMethodOfTheDevice_IsThatOfTheCompilerOrLess()
    {
        int compared = 0;
        foreach (string path in DeviceImage.Paths())
        {
            using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
            foreach (MethodDefinition method in assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
            {
                int stack = StackFrameLayout.MaxStack(method.Body);
                bool hasFullHeader = method.Body.HasVariables || method.Body.CodeSize >= 64;
                Assert.True(hasFullHeader ? stack == method.Body.MaxStackSize : stack <= 8, $"{method.FullName}: {stack}, compiler {method.Body.MaxStackSize}");
                compared++;
            }
        }

        Assert.True(compared > 300, $"only {compared} methods");
    }

    [Fact]
    public void Paths_AreTheDevicesAssembliesBesideTheTests()
    {
        IReadOnlyList<string> paths = DeviceImage.Paths();

        Assert.Contains(typeof(DeviceLayout).Assembly.Location, paths);
        Assert.Contains(paths, path => Path.GetFileName(path) == "TinyEdge.Bundles.dll");
    }
}
