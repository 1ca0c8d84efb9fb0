using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Cli.Keys;

internal sealed class KeyPubCommand : CliCommand
{
    private readonly Argument<FileInfo[]> _paths = new("file") { Description = "The private key file (or a public one, to convert it). Several with --format csharp: a firmware pins up to 4 keys.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<FileInfo?> _output = new("--output", "-o") { Description = "Where to write it; without it, standard output." };
    private readonly Option<string> _format = new("--format")
    {
        Description = "pem for the companion and virtual devices, csharp for a firmware that pins it.",
        DefaultValueFactory = _ => "pem",
    };

    private readonly PassphraseOption _passphrase = new();

    public KeyPubCommand(CliConsole console)
        : base(console, "pub", "Export the public half of a signing key, which devices pin.")
    {
        _format.AcceptOnlyFromAmong("pem", "csharp");
        Arguments.Add(_paths);
        Options.Add(_output);
        Options.Add(_format);
        _passphrase.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge key pub release.pem -o release.pub.pem",
        "tinyedge key pub release.pem spare.pub.pem --format csharp -o firmware/TinyEdge.Firmware/PinnedKeys.cs",
    ];

    protected override string JsonName => "key pub";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        PublicKeyFile[] keys = [.. context.Parsed.GetRequiredValue(_paths).Select(path => Load(context, path.FullName))];
        bool csharp = context.Parsed.GetValue(_format) == "csharp";
        if (!csharp && keys.Length > 1)
        {
            throw new TinyEdgeException(ExitCode.Usage, $"{keys.Length} keys are named.", "A PEM file holds one public key.", "Name one, or use --format csharp.");
        }

        PublicKeyFile key = keys[0];
        string text = csharp ? PinnedKeysSource.Write(keys) : key.ToPem();
        if (WellKnownKeyCheck.Warning(key) is { } warning)
        {
            context.Console.Say(warning);
        }

        FileInfo? output = context.Parsed.GetValue(_output);
        if (output is null)
        {
            if (context.Json)
            {
                context.Write(new { key.KeyId, key.IsDevelopment, Text = text }, () => { });
            }
            else
            {
                context.Console.Out.Write(text.EndsWith('\n') ? text : text + "\n");
            }

            return Task.FromResult(ExitCode.Ok);
        }

        if (csharp)
        {
            AtomicFile.Write(output.FullName, System.Text.Encoding.ASCII.GetBytes(text), overwrite: true);
        }
        else
        {
            key.Save(output.FullName);
        }

        KeyInfo info = KeyInfo.Of(key, output.FullName);
        context.Write(info, () => context.Console.Out.WriteLine($"{string.Join(' ', keys.Select(each => each.KeyId))}  {info.File}"));
        return Task.FromResult(ExitCode.Ok);
    }

    private PublicKeyFile Load(CommandContext context, string path)
    {
        if (!KeyFiles.IsPrivate(path))
        {
            return PublicKeyFile.Load(path);
        }

        using SigningKey signing = SigningKey.Load(path, _passphrase.Read(context, confirm: false));
        return signing.PublicKey;
    }
}
