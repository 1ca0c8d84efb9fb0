using Mono.Cecil;
using TinyEdge.ComplianceTests.Gate;
using TinyEdge.ComplianceTests.Listing;

namespace TinyEdge.ComplianceTests.Shim;

public class ShimFidelityTests
{
    /// <summary>The type ShimSample.Port of the sample assembly, as a listing would declare it.</summary>
    private const string FaithfulListing = """
        assembly ShimSample
        class System.EventArgs
        interface System.IDisposable
        abstract class ShimSample.Channel : System.IDisposable
          protected int Depth
          protected .ctor()
          public void Dispose()
          protected abstract int Measure(byte[] buffer)
        sealed class ShimSample.Port : ShimSample.Channel
          public const int Limit = 255
          public const string Prefix = "COM"
          public static readonly string First
          public .ctor(string name, int rate = 9600, ShimSample.Parity parity = 1)
          public string Name { get; }
          public int Rate { get; set; }
          public char this[int index] { get; }
          public event ShimSample.Arrived Arrived
          public static bool TryOpen(string name, out ShimSample.Port port)
          public int Fill(ref int at, params byte[] values)
          protected override int Measure(byte[] buffer)
          public override string ToString()
          public static ShimSample.Port op_Implicit(string name)
        enum ShimSample.Parity : byte
          None = 0
          Odd = 1
        struct ShimSample.Port.Mark
          public uint At { get; set; }
        delegate void ShimSample.Arrived(object sender, System.EventArgs e)
        static class ShimSample.Ports
          public static string[] Names()
        """;

    [Theory]
    [InlineData("TinyEdge.NanoShim")]
    [InlineData("TinyEdge.NanoShim.Bcl")]
    [InlineData("nanoFramework.TestFramework")]
    public void Shim_EveryPublicMember_IsThatOfTheDevice(string shim)
    {
        using ModuleDefinition module = DeviceAssemblies.Read(shim);
        Assert.Contains(module.GetTypes(), ShimComparison.IsOfTheDevice);
        Nothing.In(ShimComparison.Differences(module, ApiListing.Device));
    }

    [Fact]
    public void Differences_OfAFaithfulShim_AreNone()
    {
        Nothing.In(DifferencesFrom(FaithfulListing));
    }

    [Theory]
    [InlineData("sealed class ShimSample.Port :", "class ShimSample.Port :", "is 'sealed class'")]
    [InlineData("static class ShimSample.Ports", "struct ShimSample.Ports", "is 'static class'")]
    [InlineData("enum ShimSample.Parity : byte", "enum ShimSample.Parity : int", "derives from 'byte'")]
    [InlineData("ShimSample.Port : ShimSample.Channel", "ShimSample.Port", "derives from 'ShimSample.Channel'")]
    [InlineData("ShimSample.Channel : System.IDisposable", "ShimSample.Channel", "implements 'System.IDisposable'")]
    [InlineData("class ShimSample.Port : ShimSample.Channel", "class ShimSample.Port : ShimSample.Channel, System.IDisposable", "implements ''")]
    [InlineData("ShimSample.Port.Mark", "ShimSample.Port.Sign", "no such type")]
    [InlineData("string[] Names()", "string[] All()", "no member of that name")]
    [InlineData("public static string[] Names()", "public static string Names()", "string[] Names()")]
    [InlineData("public static string[] Names()", "public static string[] Names(string of)", "string[] Names()")]
    [InlineData("public static bool TryOpen", "public bool TryOpen", "TryOpen")]
    [InlineData("out ShimSample.Port port", "ref ShimSample.Port port", "TryOpen")]
    [InlineData("string name, out", "string portName, out", "TryOpen")]
    [InlineData("public static bool TryOpen", "protected static bool TryOpen", "TryOpen")]
    [InlineData("ref int at", "int at", "Fill")]
    [InlineData("ref int at", "ref long at", "Fill")]
    [InlineData("params byte[]", "byte[]", "Fill")]
    [InlineData("params byte[]", "params sbyte[]", "Fill")]
    [InlineData("protected override int Measure", "protected virtual int Measure", "Measure")]
    [InlineData("protected abstract int Measure", "protected virtual int Measure", "Measure")]
    [InlineData("rate = 9600", "rate = 115200", ".ctor")]
    [InlineData("rate = 9600", "rate", ".ctor")]
    [InlineData("parity = 1", "parity = 0", ".ctor")]
    [InlineData("string Name { get; }", "string Name { get; set; }", "Name { get; }")]
    [InlineData("int Rate { get; set; }", "int Rate { get; }", "Rate { get; set; }")]
    [InlineData("int Rate { get; set; }", "uint Rate { get; set; }", "Rate { get; set; }")]
    [InlineData("char this[int index]", "char this[int at]", "this[int index]")]
    [InlineData("event ShimSample.Arrived", "event System.EventArgs", "event ShimSample.Arrived")]
    [InlineData("Limit = 255", "Limit = 256", "Limit = 255")]
    [InlineData("Prefix = \"COM\"", "Prefix = \"COMM\"", "Prefix = \"COM\"")]
    [InlineData("static readonly string First", "static string First", "readonly string First")]
    [InlineData("protected int Depth", "public int Depth", "protected int Depth")]
    [InlineData("Odd = 1", "Odd = 2", "Odd = 1")]
    [InlineData("  Odd = 1\n", "", "Odd = 1")]
    [InlineData("static ShimSample.Port op_Implicit", "static ShimSample.Port op_Explicit", "op_Implicit")]
    [InlineData("Arrived(object sender, System.EventArgs e)", "Arrived(object from, System.EventArgs e)", "delegate void")]
    [InlineData("  public override string ToString()\n", "", "ToString")]
    [InlineData("struct ShimSample.Port.Mark", "class ShimSample.Port.Mark", "is 'struct'")]
    public void Differences_OfAShimThatDeviates_NameTheMember(string faithful, string onTheDevice, string named)
    {
        string listing = FaithfulListing.ReplaceLineEndings("\n");
        Assert.Contains(faithful, listing, StringComparison.Ordinal);
        Assert.Contains(DifferencesFrom(listing.Replace(faithful, onTheDevice, StringComparison.Ordinal)), line => line.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void IsOfTheDevice_TypesOfTheProjectAndOnesThatNobodySees_AreNot()
    {
        using ModuleDefinition module = DeviceAssemblies.Read("TinyEdge.NanoShim");
        Assert.False(ShimComparison.IsOfTheDevice(module.GetType("TinyEdge.NanoShim.BoardContext")));
        Assert.True(ShimComparison.IsOfTheDevice(module.GetType("System.SpanByte")));
    }

    private static List<string> DifferencesFrom(string listing)
    {
        // The sample's base types are declared by the sample listing itself; object is the root everywhere.
        IEnumerable<string> lines = listing.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using ModuleDefinition module = DeviceAssemblies.Read("TinyEdge.ComplianceSamples");
        ApiListing declared = new([ListingParser.Parse("sample", [.. lines])]);
        return [.. ShimComparison.Differences(module, declared, type => type.Namespace == "ShimSample" || type.DeclaringType?.Namespace == "ShimSample")];
    }
}
