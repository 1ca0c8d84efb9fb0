using System.Xml.Linq;

namespace TinyEdge.ComplianceTests.Projects;

public sealed class NfProjectTests : IDisposable
{
    private const string ProjectPath = "firmware/Sample/Sample.nfproj";

    private const string GoodProject = """
        <?xml version="1.0" encoding="utf-8"?>
        <Project ToolsVersion="Current" DefaultTargets="Build" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
          <PropertyGroup Label="Globals">
            <NanoFrameworkProjectSystemPath>$(MSBuildExtensionsPath)\nanoFramework\v1.0\</NanoFrameworkProjectSystemPath>
          </PropertyGroup>
          <Import Project="$(NanoFrameworkProjectSystemPath)NFProjectSystem.Default.props" Condition="Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.Default.props')" />
          <PropertyGroup>
            <ProjectTypeGuids>{11A8DD76-328B-46DF-9F39-F559912D0360};{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}</ProjectTypeGuids>
            <ProjectGuid>{11111111-2222-3333-4444-555555555501}</ProjectGuid>
            <OutputType>Library</OutputType>
            <RootNamespace>Sample</RootNamespace>
            <AssemblyName>Sample</AssemblyName>
            <TargetFrameworkVersion>v1.0</TargetFrameworkVersion>
          </PropertyGroup>
          <Import Project="$(NanoFrameworkProjectSystemPath)NFProjectSystem.props" Condition="Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.props')" />
          <Import Project="Sample.projitems" Label="Shared" />
          <ItemGroup>
            <Compile Include="..\Version.cs" />
          </ItemGroup>
          <ItemGroup>
            <Reference Include="mscorlib">
              <HintPath>..\..\packages\nanoFramework.CoreLibrary.1.17.11\lib\mscorlib.dll</HintPath>
            </Reference>
            <Reference Include="System.IO.Streams">
              <HintPath>..\..\packages\nanoFramework.System.IO.Streams.1.1.96\lib\System.IO.Streams.dll</HintPath>
            </Reference>
            <Reference Include="nanoFramework.System.Text">
              <HintPath>..\..\packages\nanoFramework.System.Text.1.3.42\lib\nanoFramework.System.Text.dll</HintPath>
            </Reference>
          </ItemGroup>
          <ItemGroup>
            <ProjectReference Include="..\Other\Other.nfproj">
              <Project>{11111111-2222-3333-4444-555555555502}</Project>
              <Name>Other</Name>
            </ProjectReference>
          </ItemGroup>
          <Import Project="$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets" Condition="Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets')" />
        </Project>
        """;

    private const string GoodPackages = """
        <?xml version="1.0" encoding="utf-8"?>
        <packages>
          <package id="nanoFramework.CoreLibrary" version="1.17.11" targetFramework="netnano1.0" />
          <package id="nanoFramework.System.IO.Streams" version="1.1.96" targetFramework="netnano1.0" />
          <package id="nanoFramework.System.Text" version="1.3.42" targetFramework="netnano1.0" />
        </packages>
        """;

    private const string GoodItems = """
        <?xml version="1.0" encoding="utf-8"?>
        <Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
          <ItemGroup>
            <Compile Include="$(MSBuildThisFileDirectory)First.cs" />
            <Compile Include="$(MSBuildThisFileDirectory)Part\Second.cs" />
          </ItemGroup>
        </Project>
        """;

    private const string GoodSolution = """
        Project("{11A8DD76-328B-46DF-9F39-F559912D0360}") = "Sample", "firmware\Sample\Sample.nfproj", "{11111111-2222-3333-4444-555555555501}"
        EndProject
        Project("{11A8DD76-328B-46DF-9F39-F559912D0360}") = "Other", "firmware\Other\Other.nfproj", "{11111111-2222-3333-4444-555555555502}"
        EndProject
        Global
            GlobalSection(SolutionConfigurationPlatforms) = preSolution
                Debug|Any CPU = Debug|Any CPU
            EndGlobalSection
            GlobalSection(ProjectConfigurationPlatforms) = postSolution
                {11111111-2222-3333-4444-555555555501}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
                {11111111-2222-3333-4444-555555555501}.Debug|Any CPU.Build.0 = Debug|Any CPU
                {11111111-2222-3333-4444-555555555501}.Debug|Any CPU.Deploy.0 = Debug|Any CPU
                {11111111-2222-3333-4444-555555555502}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
                {11111111-2222-3333-4444-555555555502}.Debug|Any CPU.Build.0 = Debug|Any CPU
                {11111111-2222-3333-4444-555555555502}.Debug|Any CPU.Deploy.0 = Debug|Any CPU
            EndGlobalSection
        EndGlobal
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("nfproj").FullName;

    public NfProjectTests()
    {
        Write(ProjectPath, GoodProject);
        Write("firmware/Sample/packages.config", GoodPackages);
        Write("firmware/Sample/Sample.projitems", GoodItems);
        Write("firmware/Sample/First.cs", string.Empty);
        Write("firmware/Sample/Part/Second.cs", string.Empty);
        Write("firmware/Sample/obj/Debug/Made.cs", string.Empty);
        Write("firmware/Version.cs", string.Empty);
        Write("firmware/Other/Other.nfproj", OtherProject());
        Write("firmware/Other/Other.projitems", GoodItems);
        Write("firmware/Other/First.cs", string.Empty);
        Write("firmware/Other/Part/Second.cs", string.Empty);
        Write("firmware/Other/packages.config", GoodPackages[..GoodPackages.IndexOf("  <package id=\"nanoFramework.System.IO.Streams", StringComparison.Ordinal)] + "</packages>");
        Write("TinyEdge.sln", GoodSolution);
    }

    [Fact]
    public void NfProjects_OfTheRepository_AreWhatVisualStudioNeeds()
    {
        // Fewer would mean that the search looks in the wrong place, and then nothing is wrong with any of them.
        Assert.True(NfProject.PathsBelow(Repository.Root).Count() >= 4);
        Nothing.In(new NfProjectCheck(Repository.Root, UsedLibraries.Of).CheckAll());
    }

    [Fact]
    public void CheckAll_GoodProjects_FindsNothing()
    {
        Nothing.In(Check());
    }

    [Theory]
    [InlineData("</Project>", "</Projekt>", "not well formed")]
    [InlineData(" xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\"", "", "namespace of MSBuild 2003")]
    [InlineData("MSBuildExtensionsPath", "MSBuildPath", "NanoFrameworkProjectSystemPath")]
    [InlineData("{11A8DD76-328B-46DF-9F39-F559912D0360};", "", "ProjectTypeGuids")]
    [InlineData("<ProjectGuid>{11111111-2222-3333-4444-555555555501}</ProjectGuid>", "", "ProjectGuid")]
    [InlineData("<OutputType>Library</OutputType>", "<OutputType>WinExe</OutputType>", "OutputType")]
    [InlineData("<RootNamespace>Sample</RootNamespace>", "", "RootNamespace")]
    [InlineData("<AssemblyName>Sample</AssemblyName>", "", "AssemblyName")]
    [InlineData("<TargetFrameworkVersion>v1.0<", "<TargetFrameworkVersion>v4.8<", "TargetFrameworkVersion")]
    [InlineData("<OutputType>Library</OutputType>", "<OutputType>Library</OutputType><LangVersion>latest</LangVersion>", "LangVersion")]
    [InlineData("NFProjectSystem.CSharp.targets", "NFProjectSystem.targets", "in this order")]
    [InlineData(" Condition=\"Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.props')\"", "", "has no Condition")]
    [InlineData("Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.props')", "Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.Default.props')", "has no Condition")]
    [InlineData("<Import Project=\"Sample.projitems\" Label=\"Shared\" />", "", "not exactly once")]
    [InlineData("\"Sample.projitems\"", "\"Simple.projitems\"", "which is not there")]
    [InlineData("<Compile Include=\"..\\Version.cs\" />", "<Compile Include=\"First.cs\" />", "2 times")]
    [InlineData("<Compile Include=\"..\\Version.cs\" />", "<Compile Include=\"Third.cs\" />", "Third.cs, which is not there")]
    [InlineData("<Compile Include=\"..\\Version.cs\" />", "<Compile Include=\"..\\..\\..\\Version.cs\" />", "outside its folder")]
    [InlineData("<Compile Include=\"..\\Version.cs\" />", "<Compile Include=\"Part\\*.cs\" />", "wildcard")]
    [InlineData("Streams.1.1.96\\lib", "Streams.1.1.95\\lib", "the reference System.IO.Streams has the HintPath")]
    [InlineData("..\\..\\packages\\nanoFramework.System.IO", "..\\packages\\nanoFramework.System.IO", "the reference System.IO.Streams has the HintPath")]
    [InlineData("lib\\System.IO.Streams.dll", "lib\\System.IO.Stream.dll", "the reference System.IO.Streams has the HintPath")]
    [InlineData("<Reference Include=\"System.IO.Streams\">", "<Reference Include=\"System.IO.Ports\">", "its IL uses System.IO.Streams")]
    [InlineData("<Reference Include=\"nanoFramework.System.Text\">", "<Reference Include=\"System.Net\">", "does not reference nanoFramework.System.Text")]
    [InlineData("<Reference Include=\"nanoFramework.System.Text\">", "<Reference Include=\"System.Net\">", "it references System.Net, and neither")]
    [InlineData("<Reference Include=\"nanoFramework.System.Text\">", "<Reference Include=\"mscorlib\">", "references mscorlib more than once")]
    [InlineData("Other\\Other.nfproj", "Other\\Another.nfproj", "which is not there")]
    [InlineData("{11111111-2222-3333-4444-555555555502}", "{11111111-2222-3333-4444-555555555503}", "Guid that is not its own")]
    [InlineData("<ProjectGuid>{11111111-2222-3333-4444-555555555501}", "<ProjectGuid>{11111111-2222-3333-4444-555555555502}", "same ProjectGuid")]
    [InlineData("<AssemblyName>Sample<", "<AssemblyName>Other<", "same AssemblyName")]
    [InlineData("<AssemblyName>Sample<", "<AssemblyName>Stranger<", "does not check the IL of Stranger")]
    [InlineData("<AssemblyName>Sample<", "<AssemblyName>NFUnitTest<", "TestContainer")]
    [InlineData("<AssemblyName>Sample<", "<AssemblyName>NFUnitTest<", "RunSettingsFilePath")]
    public void CheckAll_BrokenProject_SaysSo(string good, string broken, string said) => AssertSaid(ProjectPath, good, broken, said);

    [Theory]
    [InlineData("id=\"nanoFramework.System.Text\" version=\"1.3.42\"", "id=\"nanoFramework.System.Text\" version=\"1.3.41\"", "1.3.42 belongs with the others")]
    [InlineData("netnano1.0", "net48", "targetFramework")]
    [InlineData("nanoFramework.System.Text\"", "nanoFramework.Txt\"", "not among the known packages")]
    [InlineData("id=\"nanoFramework.System.Text\" version=\"1.3.42\"", "id=\"nanoFramework.System.Net\" version=\"1.11.60\"", "nothing references an assembly of it")]
    [InlineData("id=\"nanoFramework.System.Text\" version=\"1.3.42\"", "id=\"nanoFramework.CoreLibrary\" version=\"1.17.11\"", "twice")]
    [InlineData("id=\"nanoFramework.CoreLibrary\" version=\"1.17.11\"", "id=\"nanoFramework.CoreLibrary\" version=\"1.17.10\"", "in the versions")]
    public void CheckAll_BrokenPackages_SaysSo(string good, string broken, string said) => AssertSaid("firmware/Sample/packages.config", good, broken, said);

    [Theory]
    [InlineData("Part\\Second.cs", "First.cs", "2 times")]
    [InlineData("<Compile Include=\"$(MSBuildThisFileDirectory)Part\\Second.cs\" />", "", "it does not compile firmware/Sample/Part/Second.cs")]
    [InlineData("Part\\Second.cs", "..\\Version.cs", "outside its folder")]
    public void CheckAll_BrokenItems_SaysSo(string good, string broken, string said) => AssertSaid("firmware/Sample/Sample.projitems", good, broken, said);

    [Theory]
    [InlineData("firmware\\Sample\\Sample.nfproj", "firmware\\Sample\\Simple.nfproj", "lists firmware/Sample/Sample.nfproj 0 times")]
    [InlineData("firmware\\Sample\\Sample.nfproj", "firmware\\Sample\\Simple.nfproj", "lists firmware/Sample/Simple.nfproj, which is not there")]
    [InlineData("Project(\"{11A8DD76-328B-46DF-9F39-F559912D0360}\") = \"Sample\"", "Project(\"{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}\") = \"Sample\"", "project type")]
    [InlineData("Sample.nfproj\", \"{11111111-2222-3333-4444-555555555501}\"", "Sample.nfproj\", \"{11111111-2222-3333-4444-555555555509}\"", "not its ProjectGuid")]
    [InlineData("501}.Debug|Any CPU.Build.0", "501}.Release|Any CPU.Build.0", "no {11111111-2222-3333-4444-555555555501}.Debug|Any CPU.Build.0")]
    [InlineData("501}.Debug|Any CPU.Deploy.0", "501}.Debug|Any CPU.Deploy.1", "Deploy.0")]
    [InlineData("501}.Debug|Any CPU.ActiveCfg", "501}.Debug|Any CPU.Active", "ActiveCfg")]
    public void CheckAll_BrokenSolution_SaysSo(string good, string broken, string said) => AssertSaid("TinyEdge.sln", good, broken, said);

    [Fact]
    public void CheckAll_NoPackagesOrUnlistedSource_SaysSo()
    {
        File.Delete(Path.Combine(_root, "firmware/Sample/packages.config"));
        Write("firmware/Sample/Third.cs", string.Empty);
        string[] faults = [.. Check()];
        Assert.Contains(faults, fault => fault.Contains("no packages.config", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("does not compile firmware/Sample/Third.cs", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>What the IL of the two sample projects uses.</summary>
    private static UsedLibraries? UsedBySample(string assembly) => assembly switch
    {
        "Sample" => new UsedLibraries(new HashSet<string> { "mscorlib", "System.IO.Streams" }, new HashSet<string> { "Other" }),
        "Other" => new UsedLibraries(new HashSet<string> { "mscorlib" }, new HashSet<string>()),
        _ => null,
    };

    /// <summary>The good project without what only the first has.</summary>
    private static string OtherProject()
    {
        string project = GoodProject.Replace("Sample", "Other", StringComparison.Ordinal).Replace("555555555501", "555555555502", StringComparison.Ordinal);
        XDocument document = XDocument.Parse(project);
        document.Descendants(NfProject.MsBuild + "ProjectReference").Remove();
        document.Descendants(NfProject.MsBuild + "Reference").Where(each => each.Attribute("Include")!.Value != "mscorlib").Remove();
        return document.ToString();
    }

    private IEnumerable<string> Check() => new NfProjectCheck(_root, UsedBySample).CheckAll();

    private void AssertSaid(string path, string good, string broken, string said)
    {
        string text = File.ReadAllText(Path.Combine(_root, path));
        Assert.Contains(good, text, StringComparison.Ordinal);
        Write(path, text.Replace(good, broken, StringComparison.Ordinal));
        Assert.Contains(Check(), fault => fault.Contains(said, StringComparison.Ordinal));
    }

    private void Write(string path, string text)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
