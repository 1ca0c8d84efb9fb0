using System.CommandLine;
using System.CommandLine.Parsing;

namespace TinyEdge.Cli.Console;

/// <summary>Options that are whole numbers within bounds.</summary>
internal static class OptionRange
{
    public static void Require(Option<int> option, int least, int most) =>
        option.Validators.Add(result => Check(result, option, result.GetValueOrDefault<int>(), least, most));

    /// <summary>Of an option that may be left out.</summary>
    public static void Require(Option<int?> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int?>() is int value)
        {
            Check(result, option, value, least, most);
        }
    });

    private static void Check(OptionResult result, Option option, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            result.AddError(FormattableString.Invariant($"{option.Name} takes {least} to {most:N0}."));
        }
    }
}
