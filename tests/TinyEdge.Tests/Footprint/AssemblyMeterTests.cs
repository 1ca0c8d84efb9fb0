using TinyEdge.CostProfiler.Footprint;
using TinyEdge.VirtualDevice;

namespace TinyEdge.Tests.Footprint;

public sealed class AssemblyMeterTests
{
    private const int LimitBytes = 60 * 1024;

    public static TheoryData<string> Assemblies => [.. DeviceAssemblies.All.Select(assembly => assembly.Location)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Measure_DeviceAssembly_StaysWithinTheLimitsOfTheDevicesFormat(string path)
    {
        AssemblyFootprint footprint = AssemblyMeter.Measure(path);

        Assert.InRange(footprint.IlBytes, 1, LimitBytes);
        Assert.InRange(footprint.StringBytes, 1, LimitBytes);
        Assert.InRange(footprint.StaticDataBytes, 0, LimitBytes);
        Assert.Equal(footprint.IlBytes + footprint.StringBytes + footprint.StaticDataBytes + footprint.MetadataBytes, footprint.FileBytes);
        Assert.Equal(footprint, AssemblyMeter.Measure(File.ReadAllBytes(path)));
    }

    [Fact]
    public void Measure_ResidentSet_FitsTheDeployPartition()
    {
        // 1,792 KB on a 4 MB board, the framework's assemblies with it.
        Assert.InRange(DeviceAssemblies.All.Sum(assembly => AssemblyMeter.Measure(assembly.Location).FileBytes), 50_000, 400_000);
    }

    [Fact]
    public void Of_DeviceFile_IsAsLongAsItIs()
    {
        byte[] image = new byte[932];
        "NFMRK1"u8.CopyTo(image);

        AppImage app = AppImage.Of(image);

        Assert.Equal((932, false), (app.FileBytes, app.IsEstimated));
        Assert.Equal(960 + app.TableBytes, app.HeapBytes);
    }

    [Fact]
    public void Of_DesktopAssembly_IsEstimatedCloseToTheTrueFile()
    {
        // The metadata processor makes 932 bytes of the sample application.
        AppImage app = AppImage.Of(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TinyEdge.SeverityApp.dll")));

        Assert.True(app.IsEstimated);
        Assert.InRange(app.FileBytes, 932, 932 * 110 / 100);
    }
}
