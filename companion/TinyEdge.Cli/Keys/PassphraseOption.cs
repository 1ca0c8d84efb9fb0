using System.CommandLine;
using System.Text;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;

namespace TinyEdge.Cli.Keys;

/// <summary>Where the passphrase of a signing key comes from: a file, the environment, or a prompt. Never from the command line, which other users can read.</summary>
internal sealed class PassphraseOption
{
    public const string EnvironmentVariable = "TINYEDGE_PASSPHRASE";

    private readonly Option<FileInfo?> _file = new("--passphrase-file")
    {
        Description = $"File whose first line is the key's passphrase. Without it: {EnvironmentVariable}, else a prompt.",
    };

    public void AddTo(Command command) => command.Options.Add(_file);

    public string Read(CommandContext context, bool confirm)
    {
        if (context.Parsed.GetValue(_file) is FileInfo file)
        {
            return FirstLine(file);
        }

        string? fromEnvironment = Environment.GetEnvironmentVariable(EnvironmentVariable);
        if (!string.IsNullOrEmpty(fromEnvironment))
        {
            return fromEnvironment;
        }

        if (global::System.Console.IsInputRedirected)
        {
            throw new TinyEdgeException(
                ExitCode.Usage,
                "The key's passphrase is missing.",
                "There is no terminal to ask on.",
                $"Use --passphrase-file or set {EnvironmentVariable}.");
        }

        string passphrase = Prompt(context, "Passphrase: ");
        if (confirm && Prompt(context, "Once more: ") != passphrase)
        {
            throw new TinyEdgeException(ExitCode.Usage, "The passphrases differ.", "The second entry is not the first.", "Run the command again.");
        }

        return passphrase;
    }

    private static string FirstLine(FileInfo file)
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
