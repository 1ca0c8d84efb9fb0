using System.CommandLine;
using TinyEdge.Cli.Audit;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Audit;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.Signing;

namespace TinyEdge.Cli.Keys;

internal sealed class KeyRotateCommand : CliCommand
{
    private readonly Option<FileInfo> _old = new("--old") { Description = "Key that devices trust now: the private file, or with --signing-request the public one.", Required = true };
    private readonly Option<FileInfo> _new = new("--new") { Description = "Key that they are to trust: likewise.", Required = true };
    private readonly Option<ushort> _epoch = new("--epoch") { Description = "Epoch of the devices plus one; 'tinyedge identity' tells theirs.", Required = true };
    private readonly Option<FileInfo[]> _keep = new("--keep") { Description = "Public key that is trusted as well afterwards, up to 3. The old key is revoked unless it is among them.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _revoke = new("--revoke") { Description = "Id (16 hex digits) of a further key to revoke.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<FileInfo> _output = new("--output", "-o") { Description = "Where to write the keyring; a bundle carries it to devices ('tinyedge bundle --keyring').", DefaultValueFactory = _ => new FileInfo("keyring.tek") };
    private readonly Option<FileInfo?> _request = new("--signing-request") { Description = "Do not sign: write what has to be signed here, for keys that are kept elsewhere. Then 'tinyedge sign'." };
    private readonly PassphraseOption _passphrase = new();
    private readonly AuditLogOption _audit = new();
    private readonly Option<FileInfo?> _newPassphrase = new("--new-passphrase-file") { Description = "File whose first line is the new key's passphrase, if it is another than the old key's." };

    public KeyRotateCommand(CliConsole console)
        : base(console, "rotate", "Make a keyring: the keys that devices trust from now on, signed by an old key and by a new one.")
    {
        foreach (Option option in new Option[] { _old, _new, _epoch, _keep, _revoke, _output, _request, _newPassphrase })
        {
            Options.Add(option);
        }

        _passphrase.AddTo(this);
        _audit.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge key rotate --old release.pem --new release-2.pem --epoch 1 -o keyring.tek",
        "tinyedge bundle models/fan-reference --key release.pem --sequence 8 --keyring keyring.tek -o rotation.teb",
        "tinyedge key rotate --old hsm.pub.pem --new next.pub.pem --epoch 3 --keep spare.pub.pem --signing-request ring.json",
    ];

    protected override string JsonName => "key rotate";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        FileInfo? request = context.Parsed.GetValue(_request);
        return Task.FromResult(request is null ? Sign(context) : Ask(context, request.FullName));
    }

    private ExitCode Sign(CommandContext context)
    {
        string passphrase = _passphrase.Read(context, confirm: false);
        using SigningKey oldKey = SigningKey.Load(context.Parsed.GetRequiredValue(_old).FullName, passphrase);
        using SigningKey newKey = SigningKey.Load(context.Parsed.GetRequiredValue(_new).FullName, context.Parsed.GetValue(_newPassphrase) is { } file ? PassphraseOption.FirstLine(file) : passphrase);
        KeyringContent content = Content(context, oldKey.PublicKey, newKey.PublicKey);
        byte[] keyring = KeyringWriter.Build(content, oldKey, newKey);
        string digest = Convert.ToHexStringLower(KeyringWriter.Digest(KeyringWriter.SignedBytes(content, oldKey.PublicKey, newKey.PublicKey)));
        _audit.Of(context).Append(AuditEntry.SignedKeyring(oldKey.PublicKey.KeyId, newKey.PublicKey.KeyId, digest, content.Epoch));
        string path = context.Parsed.GetRequiredValue(_output).FullName;
        AtomicFile.Write(path, keyring, overwrite: true);
        KeyringDescription description = KeyringReader.Describe(keyring);
        context.Write(new { File = path, Keyring = description }, () => KeyringText.Write(context.Console, description, path));
        return ExitCode.Ok;
    }

    private ExitCode Ask(CommandContext context, string path)
    {
        PublicKeyFile oldKey = PublicKeyFile.Load(context.Parsed.GetRequiredValue(_old).FullName);
        PublicKeyFile newKey = PublicKeyFile.Load(context.Parsed.GetRequiredValue(_new).FullName);
        SigningRequest request = SigningRequest.ForKeyring(KeyringWriter.SignedBytes(Content(context, oldKey, newKey), oldKey, newKey), oldKey, newKey);
        SigningRequestText.Save(context, request, path);
        return ExitCode.Ok;
    }

    private KeyringContent Content(CommandContext context, PublicKeyFile oldKey, PublicKeyFile newKey)
    {
        List<PublicKeyFile> keys = [newKey, .. (context.Parsed.GetValue(_keep) ?? []).Select(file => PublicKeyFile.Load(file.FullName))];
        List<string> revoked = [.. context.Parsed.GetValue(_revoke) ?? []];
        if (!keys.Exists(key => key.KeyId == oldKey.KeyId) && !revoked.Contains(oldKey.KeyId, StringComparer.OrdinalIgnoreCase))
        {
            revoked.Add(oldKey.KeyId);
        }

        foreach (PublicKeyFile key in keys)
        {
            WellKnownKeyCheck.Refuse(key, "The keyring was not made.");
        }

        return new KeyringContent(context.Parsed.GetRequiredValue(_epoch), keys, revoked);
    }
}
