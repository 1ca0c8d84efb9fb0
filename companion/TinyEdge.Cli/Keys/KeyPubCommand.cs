using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Cli.Keys;

internal sealed class KeyPubCommand : CliCommand
{
    private readonly Argument<FileInfo> _path = new("file") { Description = "The private key file (or a public one, to convert it)." };
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
        Arguments.Add(_path);
        Options.Add(_output);
        Options.Add(_format);
        _passphrase.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge key pub release.pem -o release.pub.pem",
        "tinyedge key pub release.pem --format csharp -o PinnedKey.cs",
    ];

    protected override string JsonName => "key pub";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string path = context.Parsed.GetRequiredValue(_path).FullName;
        PublicKeyFile key = Load(context, path);
        bool csharp = context.Parsed.GetValue(_format) == "csharp";
        string text = csharp ? key.ToCSharp("TinyEdge.Firmware", "PinnedKey") : key.ToPem();
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
        context.Write(info, () => context.Console.Out.WriteLine($"{info.KeyId}  {info.File}"));
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
