using System.CommandLine;

namespace TinyEdge.Cli.Console;

/// <summary>A command that only holds others (<c>key new</c>, <c>key show</c>).</summary>
public sealed class CommandGroup : Command
{
    public CommandGroup(string name, string description, IReadOnlyList<string> examples, params Command[] commands)
        : base(name, description)
    {
        Examples = examples;
        foreach (Command command in commands)
        {
            Subcommands.Add(command);
        }
    }

    public IReadOnlyList<string> Examples { get; }
}
