using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.CostProfiler.Footprint;

namespace TinyEdge.Cli.Footprint;

/// <summary>Shows what a device holds; each figure says whether it was counted or estimated.</summary>
internal sealed class FootprintView(string what, DeviceFootprint footprint)
{
    public object ToJson() => new
    {
        Device = what,
        Resident = new
        {
            Assemblies = footprint.Resident.Select(assembly => new
            {
                assembly.Name,
                assembly.Types,
                assembly.Methods,
                assembly.Fields,
                EstimatedIlBytes = assembly.IlBytes,
                EstimatedMetadataBytes = assembly.MetadataBytes,
                EstimatedStringBytes = assembly.StringBytes,
                assembly.StaticDataBytes,
                EstimatedFileBytes = assembly.FileBytes,
                EstimatedHeapBytes = assembly.HeapBytes,
            }),
            EstimatedFileBytes = footprint.Resident.Sum(assembly => assembly.FileBytes),
        },
        Heap = new
        {
            footprint.Heap.Shares,
            HeapFootprint.HeapBytes,
            EstimatedUsedBytes = footprint.Heap.UsedBytes,
            EstimatedFreeBytes = footprint.Heap.FreeBytes,
            HeapFootprint.LeastFreeBytes,
            footprint.Heap.IsEnough,
        },
    };

    public void WriteText(CliConsole console)
    {
        console.Out.WriteLine("resident set, in flash; the framework's assemblies come with the board's image and are not counted");
        Table resident = Make("assembly", "types", "methods", "fields", "IL, estimated", "metadata, estimated", "strings, estimated", "static data", "file, estimated");
        foreach (AssemblyFootprint a in footprint.Resident)
        {
            Add(resident, a.Name, a.Types, a.Methods, a.Fields, a.IlBytes, a.MetadataBytes, a.StringBytes, a.StaticDataBytes, a.FileBytes);
        }

        Add(
            resident,
            "total",
            Sum(a => a.Types),
            Sum(a => a.Methods),
            Sum(a => a.Fields),
            Sum(a => a.IlBytes),
            Sum(a => a.MetadataBytes),
            Sum(a => a.StringBytes),
            Sum(a => a.StaticDataBytes),
            Sum(a => a.FileBytes));
        console.Results.Write(resident);

        HeapFootprint heap = footprint.Heap;
        console.Out.WriteLine($"managed heap at rest, device layout, running {what}");
        Table table = Make("owner", "bytes", "how known");
        foreach (HeapShare share in heap.Shares)
        {
            table.AddRow(share.Owner, Number(share.Bytes), share.IsEstimated ? "estimated" : "counted");
        }

        table.AddRow("in use", Number(heap.UsedBytes), "estimated");
        table.AddRow($"free of {Number(HeapFootprint.HeapBytes)}", Number(heap.FreeBytes), "estimated");
        console.Results.Write(table);
        console.Out.WriteLine($"{(heap.IsEnough ? "PASS" : "FAIL")}: {Number(heap.FreeBytes)} bytes free, estimated; at least {Number(HeapFootprint.LeastFreeBytes)} must be");
    }

    private int Sum(Func<AssemblyFootprint, int> selector) => footprint.Resident.Sum(selector);

    private static Table Make(string first, params string[] others)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(first);
        foreach (string name in others)
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        return table;
    }

    private static void Add(Table table, string name, params int[] numbers) => table.AddRow([name, .. numbers.Select(Number)]);

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
