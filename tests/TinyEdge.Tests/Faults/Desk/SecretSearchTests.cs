using System.Security.Cryptography;
using System.Text;
using TinyEdge.Companion;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Cli;

namespace TinyEdge.Tests.Faults.Desk;

/// <summary>Everything that the tool says and writes about a signing key is searched for the key's private numbers and for its passphrase.</summary>
public sealed class SecretSearchTests : IDisposable
{
    private const int SoughtBytes = 12;

    private readonly TemporaryFolder _folder = new();
    private readonly List<(string Where, byte[] Bytes)> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task C08_PrivateKey_IsInNoOutputErrorJsonLedgerNorBundle()
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromEncryptedPem(ReleaseKey.Pem, TestKeys.Passphrase);
        RSAParameters numbers = rsa.ExportParameters(includePrivateParameters: true);
        string key = Write("key.pem", ReleaseKey.Pem);
        string open = Write("open.pem", rsa.ExportPkcs8PrivateKeyPem());
        string cut = Write("cut.pem", ReleaseKey.Pem[..1200]);
        string right = Write("pass.txt", TestKeys.Passphrase);
        string wrong = Write("wrong.txt", "another passphrase");
        string output = _folder.PathOf("out.teb");
        string model = CommandRun.ModelFolder("fan-reference");

        await SayAsync(ExitCode.Ok, "key", "show", key, "--passphrase-file", right, "--json");
        await SayAsync(ExitCode.Ok, "key", "show", key, "--passphrase-file", right);
        await SayAsync(ExitCode.Ok, "key", "pub", key, "-o", _folder.PathOf("key.pub.pem"), "--passphrase-file", right);
        await SayAsync(ExitCode.Ok, "key", "pub", key, "-o", _folder.PathOf("PinnedKey.cs"), "--format", "csharp", "--passphrase-file", right);
        await SayAsync(ExitCode.Ok, "bundle", model, "-k", key, "-s", "7", "-o", output, "--passphrase-file", right, "--json");
        await SayAsync(ExitCode.Ok, "verify", output, "-k", _folder.PathOf("key.pub.pem"), "--json");
        await SayAsync(ExitCode.Ok, "inspect", output);
        foreach (string bad in new[] { open, cut, output, right })
        {
            await SayAsync(null, "key", "show", bad, "--passphrase-file", right, "--json");
        }

        await SayAsync(null, "bundle", model, "-k", open, "-s", "8", "-o", output, "--passphrase-file", right);
        await SayAsync(null, "key", "show", key, "--passphrase-file", wrong);
        await SayAsync(null, "key", "new", key, "--passphrase-file", right, "--json");
        foreach (string file in Directory.GetFiles(_folder.Path).Except([key, open, cut, right, wrong]))
        {
            _said.Add((file, File.ReadAllBytes(file)));
        }

        foreach ((string name, byte[] number) in new[]
        {
            ("d", numbers.D!), ("p", numbers.P!), ("q", numbers.Q!), ("dp", numbers.DP!), ("dq", numbers.DQ!), ("1/q", numbers.InverseQ!),
        })
        {
            AssertNowhere(name, number);
            AssertNowhere(name + " reversed", [.. number.Reverse()]);
        }

        foreach ((string where, byte[] bytes) in _said)
        {
            Assert.False(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(TestKeys.Passphrase)) >= 0, $"the passphrase is in {where}");
            Assert.False(bytes.AsSpan().IndexOf("another passphrase"u8) >= 0, $"the passphrase is in {where}");
        }
    }

    /// <summary>The search finds what it looks for: in each writing, in the middle of other text.</summary>
    [Fact]
    public void C08_Search_FindsAPlantedNumber()
    {
        byte[] number = RandomNumberGenerator.GetBytes(384);
        foreach (byte[] planted in new[] { number[100..300], Encoding.ASCII.GetBytes(Convert.ToHexString(number)), Encoding.ASCII.GetBytes(Convert.ToBase64String([7, .. number])) })
        {
            _said.Clear();
            _said.Add(("planted", [1, 2, 3, .. planted, 4]));
            Assert.ThrowsAny<Exception>(() => AssertNowhere("number", number));
        }
    }

    private void AssertNowhere(string name, byte[] number)
    {
        foreach ((string where, byte[] bytes) in _said)
        {
            string text = Encoding.Latin1.GetString(bytes);
            string folded = text.ToLowerInvariant();
            for (int at = 0; at + (2 * SoughtBytes) <= number.Length; at += 3 * SoughtBytes)
            {
                ReadOnlySpan<byte> part = number.AsSpan(at, SoughtBytes);
                bool isThere = bytes.AsSpan().IndexOf(part) >= 0
                    || folded.Contains(Convert.ToHexStringLower(part), StringComparison.Ordinal)
                    || Enumerable.Range(0, 3).Any(shift => text.Contains(Convert.ToBase64String(number, at + shift, SoughtBytes), StringComparison.Ordinal));
                Assert.False(isThere, $"{name} is in {where}");
            }
        }
    }

    private async Task SayAsync(ExitCode? expected, params string[] arguments)
    {
        CommandRun run = await CommandRun.RunAsync(arguments);
        Assert.True(expected is null ? run.Exit != ExitCode.Ok : run.Exit == expected, $"{string.Join(' ', arguments)}: {run.Exit} {run.Error}");
        _said.Add((string.Join(' ', arguments), Encoding.UTF8.GetBytes(run.Out + run.Error)));
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.PathOf(name), text);
        return _folder.PathOf(name);
    }
}
