using TinyEdge.NanoTests.Generator;

// usage: TinyEdge.NanoTests.Generator FOLDER
// Writes every generated source file into FOLDER (tests/TinyEdge.NanoTests/Generated).
if (args.Length != 1 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("usage: TinyEdge.NanoTests.Generator FOLDER");
    return 2;
}

foreach ((string name, string text) in GeneratedSources.All())
{
    File.WriteAllText(Path.Combine(args[0], name), text);
    Console.WriteLine(name);
}

return 0;
