using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Cli.Keys;

internal sealed class KeyShowCommand : CliCommand
{
    private readonly Argument<FileInfo> _path = new("file") { Description = "A private (.pem, encrypted) or public key file." };
    private readonly PassphraseOption _passphrase = new();

    public KeyShowCommand(CliConsole console)
        : base(console, "show", "Show a key's id and kind; a private key is opened to prove that the passphrase fits.")
    {
        Arguments.Add(_path);
        _passphrase.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge key show release.pem", "tinyedge key show release.pub.pem --json"];

    protected override string JsonName => "key show";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string path = context.Parsed.GetRequiredValue(_path).FullName;
        bool isPrivate = KeyFiles.IsPrivate(path);
        PublicKeyFile key;
        if (isPrivate)
        {
            using SigningKey signing = SigningKey.Load(path, _passphrase.Read(context, confirm: false));
            key = signing.PublicKey;
        }
        else
        {
            key = PublicKeyFile.Load(path);
        }

        KeyInfo info = KeyInfo.Of(key, path);
        context.Write(info, () => context.Console.Out.WriteLine(
            $"{info.KeyId}  {info.Algorithm}  {(isPrivate ? "private" : "public")}{(info.Development ? "  development" : "")}"));
        return Task.FromResult(ExitCode.Ok);
    }
}
