using System.CommandLine;
using TinyEdge.Cli.Bundles;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Keys;

namespace TinyEdge.Cli;

/// <summary>Every command, in the order in which help lists them.</summary>
internal static class CommandCatalog
{
    public static IEnumerable<Command> Create(CliConsole console)
    {
        return
        [
            new CommandGroup(
                "key",
                "Make, show and export signing keys.",
                ["tinyedge key new release.pem", "tinyedge key pub release.pem -o release.pub.pem"],
                new KeyNewCommand(console),
                new KeyShowCommand(console),
                new KeyPubCommand(console)),
            new BundleCommand(console),
            new InspectCommand(console),
            new VerifyCommand(console),
        ];
    }
}
