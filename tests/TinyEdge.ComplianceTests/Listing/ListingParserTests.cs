using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Listing;

public class ListingParserTests
{
    [Fact]
    public void Parse_EveryFileOfTheListing_UnderstandsEveryLine()
    {
        Assert.Equal(22, Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Api"), "*.txt").Length);
        int lines = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Api"), "*.txt").Sum(file => File.ReadAllLines(file).Length);
        int declared = ApiListing.Device.Types.Sum(type => type.IsDelegate ? 1 : 1 + type.Members.Count);
        Assert.Equal(lines - 22, declared);
    }

    [Theory]
    [InlineData("public void Run() // quickly")]
    [InlineData("public int Add(int a, int)")]
    [InlineData("public List<int> All()")]
    [InlineData("internal int Count { get; }")]
    [InlineData("public int Count { get; init; }")]
    [InlineData("public int Count { }x")]
    [InlineData("public const int Max")]
    [InlineData("public const int Max = many")]
    [InlineData("public int Field = 1")]
    [InlineData("public sealed override void Run()")]
    [InlineData("public static .ctor()")]
    [InlineData("")]
    [InlineData("Red = 1")]
    public void Parse_MemberThatIsNotOne_Throws(string member)
    {
        Assert.Throws<FormatException>(() => ListingParser.Parse("x.txt", ["assembly X", "class X.Y", "  " + member]));
    }

    [Theory]
    [InlineData("record X.Y")]
    [InlineData("public class X.Y")]
    [InlineData("enum X.Y")]
    [InlineData("enum X.Y : float")]
    [InlineData("delegate X.Y")]
    [InlineData(" class X.Y")]
    [InlineData("class X.Y<T>")]
    [InlineData("")]
    public void Parse_TypeThatIsNotOne_Throws(string type)
    {
        Assert.Throws<FormatException>(() => ListingParser.Parse("x.txt", ["assembly X", type]));
    }

    [Fact]
    public void Parse_NoAssemblyOrMemberFirstOrTwice_Throws()
    {
        Assert.Throws<FormatException>(() => ListingParser.Parse("x.txt", ["class X.Y"]));
        Assert.Throws<FormatException>(() => ListingParser.Parse("x.txt", ["assembly X", "  public .ctor()"]));
        Assert.Throws<FormatException>(() => ListingParser.Parse("x.txt", ["assembly X", "class X.Y", "  public .ctor()", "  public .ctor()"]));
    }

    [Fact]
    public void Listing_UnknownBaseOrTwoDeclarations_Throws()
    {
        Assert.Throws<FormatException>(() => new ApiListing([ListingParser.Parse("x.txt", ["assembly X", "class X.Y : X.Z"])]));
        Assert.Throws<FormatException>(() => new ApiListing([ListingParser.Parse("x.txt", ["assembly X", "class X.Y", "class X.Y"])]));
    }

    [Fact]
    public void Find_TypesOfEveryKind_AreReadWithBaseAndInterfaces()
    {
        ApiListing listing = ApiListing.Device;
        ApiType stream = listing.Find("System.IO.FileStream")!;
        Assert.Equal("System.IO.Stream", listing.BaseOf(stream));
        Assert.Empty(listing.InterfacesOf(stream));

        ApiType list = listing.Find("System.Collections.ArrayList")!;
        Assert.Equal("object", listing.BaseOf(list));
        Assert.Equal(4, listing.InterfacesOf(list).Count());

        Assert.Equal("System.ValueType", listing.BaseOf(listing.Find("System.SpanByte")!));
        Assert.Equal("System.MulticastDelegate", listing.BaseOf(listing.Find("System.Action")!));
        Assert.True(listing.Find("nanoFramework.System.IO.FileSystem.SDCard.SDDataWidth")!.IsEnum);
        Assert.Equal("mscorlib", listing.AssemblyOf("string"));
        Assert.Equal("nanoFramework.Runtime.Native", listing.AssemblyOf("System.Environment"));
    }

    [Theory]
    [InlineData("byte", "static bool TryParse(string,ref byte)", true)]
    [InlineData("byte", "static bool TryParse(string,byte)", false)]
    [InlineData("byte", "bool TryParse(string,ref byte)", false)]
    [InlineData("string", "char get_Item(int)", true)]
    [InlineData("System.IO.FileStream", "void Dispose()", true)] // declared by its base
    [InlineData("System.IO.FileStream", "void set_Name(string)", false)] // read only
    [InlineData("System.Collections.IList", "System.Collections.IEnumerator GetEnumerator()", true)] // of an interface's interface
    [InlineData("System.Threading.ThreadStart", "void .ctor(object,System.IntPtr)", true)]
    [InlineData("System.Threading.ThreadStart", "void Invoke()", true)]
    [InlineData("System.Device.Wifi.WifiAdapter", "void add_AvailableNetworksChanged(System.Device.Wifi.AvailableNetworksChangedEventHandler)", true)]
    [InlineData("string", "string Empty", true)]
    [InlineData("System.Math", "static double Sin(double)", true)]
    [InlineData("System.Guid", "static System.Guid Parse(string)", false)]
    public void Declares_ASignature_IsAsListed(string type, string signature, bool expected)
    {
        Assert.Equal(expected, ApiListing.Device.Declares(type, signature));
    }

    [Fact]
    public void TypeText_OfCompiledTypes_IsTheSpellingOfTheListing()
    {
        ModuleDefinition module = ModuleDefinition.CreateModule("m", ModuleKind.Dll);
        TypeReference bytes = new ArrayType(module.TypeSystem.Byte);
        Assert.Equal("byte[]", TypeText.Of(bytes));
        Assert.Equal("byte[][]", TypeText.Of(new ArrayType(bytes)));
        Assert.Equal("ref int", TypeText.Of(new ByReferenceType(module.TypeSystem.Int32)));
        Assert.Equal("System.Int32[,]", TypeText.Of(new ArrayType(module.TypeSystem.Int32, 2)));
    }
}
