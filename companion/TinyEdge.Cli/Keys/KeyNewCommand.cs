using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Cli.Keys;

internal sealed class KeyNewCommand : CliCommand
{
    private readonly Argument<FileInfo> _path = new("file") { Description = "Where to write the encrypted private key (PEM). An existing file is never overwritten." };
    private readonly Option<bool> _development = new("--development") { Description = "Mark it as a development key: devices of a release build refuse it." };
    private readonly PassphraseOption _passphrase = new();

    public KeyNewCommand(CliConsole console)
        : base(console, "new", "Make a signing key: RSA-3072, encrypted with a passphrase.")
    {
        Arguments.Add(_path);
        Options.Add(_development);
        _passphrase.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge key new release.pem",
        "tinyedge key new lab.pem --development --passphrase-file lab.txt",
    ];

    protected override string JsonName => "key new";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string path = context.Parsed.GetRequiredValue(_path).FullName;
        string passphrase = _passphrase.Read(context, confirm: true);
        using SigningKey key = SigningKey.Generate(context.Parsed.GetValue(_development));
        key.Save(path, passphrase);
        KeyInfo info = KeyInfo.Of(key.PublicKey, path);
        context.Write(info, () => context.Console.Out.WriteLine($"{info.KeyId}  {path}"));
        context.Console.Say("Keep the file and its passphrase apart; export the public half with 'tinyedge key pub'.");
        return Task.FromResult(ExitCode.Ok);
    }
}
