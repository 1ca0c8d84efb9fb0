using System.CommandLine;
using System.CommandLine.Parsing;

namespace TinyEdge.Cli.Training;

/// <summary>Options that are whole numbers from 1 on.</summary>
internal static class SeedOptions
{
    public static void RequireRange(Option<int> option, int most) => option.Validators.Add(result =>
    {
        int value = result.GetValueOrDefault<int>();
        if (value < 1 || value > most)
        {
            result.AddError($"{option.Name} is a number from 1 to {most}.");
        }
    });
}
