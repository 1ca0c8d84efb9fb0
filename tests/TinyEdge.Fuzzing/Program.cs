using TinyEdge.Fuzzing.Commands;

namespace TinyEdge.Fuzzing;

/// <summary>Fuzzes the readers of untrusted bytes: <c>targets</c>, <c>run</c>, <c>replay</c>, <c>distil</c>, <c>seeds</c>, <c>afl</c>; see README.md beside it.</summary>
internal static class Program
{
    private static int Main(string[] args) => args switch
    {
        ["targets"] => TargetsCommand.Run(Console.Out),
        ["run", .. string[] rest] => RunCommand.Run(rest, Console.Out, Console.Error),
        ["replay", .. string[] rest] => ReplayCommand.Run(rest, Console.Out, Console.Error),
        ["distil", .. string[] rest] => DistilCommand.Run(rest, Console.Out, Console.Error),
        ["seeds", .. string[] rest] => SeedsCommand.Run(rest, Console.Error),
        ["afl", .. string[] rest] => AflCommand.Run(rest, Console.Error),
        _ => Usage.Print(Console.Error),
    };
}
