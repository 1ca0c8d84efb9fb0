using TinyEdge.Cli.Console;
using TinyEdge.Companion.Signing;

namespace TinyEdge.Cli.Keys;

/// <summary>Writes a signing request and says how to go on.</summary>
internal static class SigningRequestText
{
    public static void Save(CommandContext context, SigningRequest request, string path)
    {
        request.Save(path);
        string[] signers = [.. request.Keys().Select(key => key.KeyId)];
        context.Write(new { File = path, DigestFile = path + ".digest", request.Kind, request.Digest, Signers = signers }, () =>
        {
            context.Console.Out.WriteLine($"digest   {request.Digest}  ({path}.digest)");
            foreach (string signer in signers)
            {
                context.Console.Out.WriteLine($"signer   {signer}");
            }

            context.Console.Out.WriteLine(path);
        });
        context.Console.Say("Sign the digest: RSASSA-PSS, SHA-256, MGF1 with SHA-256, salt of 32 bytes. With openssl:");
        context.Console.Say($"  openssl pkeyutl -sign -inkey KEY.pem -in {Path.GetFileName(path)}.digest -out KEY.sig -pkeyopt digest:sha256 -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:32 -pkeyopt rsa_mgf1_md:sha256");
        context.Console.Say($"Then: tinyedge sign {Path.GetFileName(path)} {string.Join(' ', signers.Select(_ => "--signature KEY.sig"))} -o FILE");
    }
}
