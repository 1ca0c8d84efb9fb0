using System.CommandLine;
using TinyEdge.Cli.Audit;
using TinyEdge.Cli.Bundles;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Audit;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.Signing;

namespace TinyEdge.Cli.Keys;

internal sealed class SignCommand : CliCommand
{
    private readonly Argument<FileInfo> _request = new("request") { Description = "The signing request that 'bundle' or 'key rotate' wrote." };
    private readonly Option<FileInfo[]> _signatures = new("--signature") { Description = "A signature over its digest, 384 bytes, from wherever the key is kept. A keyring needs two, in any order.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<FileInfo[]> _keys = new("--key", "-k") { Description = "A signing key that is here after all (encrypted PEM).", AllowMultipleArgumentsPerToken = true };
    private readonly Option<FileInfo> _output = new("--output", "-o") { Description = "Where to write the bundle (.teb) or the keyring (.tek).", Required = true };
    private readonly PassphraseOption _passphrase = new();
    private readonly AuditLogOption _audit = new();

    public SignCommand(CliConsole console)
        : base(console, "sign", "Complete a bundle or keyring with signatures of keys that are kept elsewhere, verify it, and write it.")
    {
        Arguments.Add(_request);
        foreach (Option option in new Option[] { _signatures, _keys, _output })
        {
            Options.Add(option);
        }

        _passphrase.AddTo(this);
        _audit.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge sign fan.request.json --signature fan.sig -o fan.teb",
        "tinyedge sign ring.json --signature hsm.sig --key next.pem -o keyring.tek",
    ];

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        SigningRequest request = SigningRequest.Load(context.Parsed.GetRequiredValue(_request).FullName);
        List<byte[]> signatures = [.. (context.Parsed.GetValue(_signatures) ?? []).Select(file => InputFile.Read(file.FullName, File.ReadAllBytes))];
        byte[] digest = Convert.FromHexString(request.Digest);
        foreach (FileInfo file in context.Parsed.GetValue(_keys) ?? [])
        {
            using SigningKey key = SigningKey.Load(file.FullName, _passphrase.Read(context, confirm: false));
            signatures.Add(key.Sign(digest));
        }

        byte[] signed = request.Complete(signatures);
        Note(context, request, signed);
        string path = context.Parsed.GetRequiredValue(_output).FullName;
        AtomicFile.Write(path, signed, overwrite: true);
        if (request.Kind == SigningRequest.Bundle)
        {
            BundleDescription bundle = BundleInspector.Describe(signed);
            context.Write(new { File = path, Bundle = bundle }, () =>
            {
                InspectCommand.WriteText(context.Console, bundle);
                context.Console.Out.WriteLine(path);
            });
        }
        else
        {
            KeyringDescription keyring = KeyringReader.Describe(signed);
            context.Write(new { File = path, Keyring = keyring }, () => KeyringText.Write(context.Console, keyring, path));
        }

        return Task.FromResult(ExitCode.Ok);
    }

    private void Note(CommandContext context, SigningRequest request, byte[] signed)
    {
        if (request.Kind == SigningRequest.Bundle)
        {
            BundleDescription bundle = BundleInspector.Describe(signed);
            _audit.Of(context).Append(AuditEntry.SignedBundle(bundle.KeyId, request.Digest, bundle.Sequence, bundle.SecurityFloor, bundle.BundleId));
        }
        else
        {
            KeyringDescription keyring = KeyringReader.Describe(signed);
            _audit.Of(context).Append(AuditEntry.SignedKeyring(keyring.OldSigner, keyring.NewSigner, request.Digest, keyring.Epoch));
        }
    }
}
