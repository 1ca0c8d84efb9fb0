using System.CommandLine;
using System.Text;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;

namespace TinyEdge.Cli.Keys;

/// <summary>Where the passphrase of a signing key or a network comes from: a file, the environment, or a prompt. Never from the command line, which other users can read.</summary>
internal sealed class PassphraseOption
{
    public const string EnvironmentVariable = "TINYEDGE_PASSPHRASE";

    private readonly string _variable;
    private readonly string _whose;
    private readonly Option<FileInfo?> _file;

    /// <param name="whose">Whose passphrase, for messages.</param>
    /// <param name="variable">Environment variable that may hold it.</param>
    public PassphraseOption(string whose = "key", string variable = EnvironmentVariable)
    {
        _whose = whose;
        _variable = variable;
        _file = new("--passphrase-file") { Description = $"File whose first line is the {whose}'s passphrase. Without it: {variable}, else a prompt." };
    }

    public void AddTo(Command command) => command.Options.Add(_file);

    public string Read(CommandContext context, bool confirm)
    {
        if (context.Parsed.GetValue(_file) is FileInfo file)
        {
            return FirstLine(file);
        }

        string? fromEnvironment = Environment.GetEnvironmentVariable(_variable);
        if (!string.IsNullOrEmpty(fromEnvironment))
        {
            return fromEnvironment;
        }

        if (global::System.Console.IsInputRedirected)
        {
            throw new TinyEdgeException(
                ExitCode.Usage,
                $"The {_whose}'s passphrase is missing.",
                "There is no terminal to ask on.",
                $"Use --passphrase-file or set {_variable}.");
        }

        string passphrase = Prompt(context, "Passphrase: ");
        if (confirm && Prompt(context, "Once more: ") != passphrase)
        {
            throw new TinyEdgeException(ExitCode.Usage, "The passphrases differ.", "The second entry is not the first.", "Run the command again.");
        }

        return passphrase;
    }

    public static string FirstLine(FileInfo file)
    {
        return InputFile.Read(file.FullName, path => File.ReadLines(path).FirstOrDefault() ?? "");
    }

    private static string Prompt(CommandContext context, string text)
    {
        context.Console.Error.Write(text);
        StringBuilder typed = new();
        while (true)
        {
            ConsoleKeyInfo key = global::System.Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                context.Console.Say("");
                return typed.ToString();
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }
    }
}
