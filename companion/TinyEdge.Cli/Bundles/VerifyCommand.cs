using System.CommandLine;
using TinyEdge.Bundles;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Cli.Bundles;

internal sealed class VerifyCommand : CliCommand
{
    private readonly Argument<FileInfo> _path = new("bundle") { Description = "The bundle file (.teb)." };
    private readonly Option<FileInfo[]> _keys = new("--key", "-k")
    {
        Description = "Public key (PEM) that must have signed it; may be given several times.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    public VerifyCommand(CliConsole console)
        : base(console, "verify", "Check a bundle twice: with .NET's own cryptography, and with the code that devices run. Then run its golden vectors.")
    {
        Arguments.Add(_path);
        Options.Add(_keys);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge verify fan.teb --key release.pub.pem"];

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        byte[] bundle = BundleFile.Load(context.Parsed.GetRequiredValue(_path).FullName);
        PublicKeyFile[] keys = [.. context.Parsed.GetRequiredValue(_keys).Select(file => PublicKeyFile.Load(file.FullName))];
        BundleReport report = BundleVerifier.Verify(bundle, keys);
        List<BundleCheck> checks = [.. report.Checks];
        if (report.IsSound)
        {
            checks.Add(GoldenVectors(bundle, report.Description!));
        }

        PublicKeyFile? signer = keys.FirstOrDefault(key => key.KeyId == report.Description?.KeyId && WellKnownKeyCheck.IsWellKnown(key));
        if (signer is not null)
        {
            bool isProduction = report.Description!.TargetEnvironment.Contains("production");
            checks.Add(new BundleCheck("key", !isProduction, WellKnownKeyCheck.Warning(signer)!));
        }

        bool sound = report.IsSound && checks.All(check => check.Passed);
        object result = new
        {
            Sound = sound,
            DeviceResultCode = (int)report.DeviceResult,
            DeviceResult = report.DeviceResult,
            Checks = checks,
            Bundle = report.Description,
        };
        context.Write(result, () =>
        {
            foreach (BundleCheck check in checks)
            {
                context.Console.Out.WriteLine($"{(check.Passed ? "ok    " : "FAILED")}  {check.Name}: {check.Detail}");
            }

            context.Console.Out.WriteLine($"{(report.DeviceResult == ResultCode.Ok ? "ok    " : "FAILED")}  device parser: {(int)report.DeviceResult} {report.DeviceResult}");
        });
        if (sound)
        {
            return Task.FromResult(ExitCode.Ok);
        }

        context.Console.Say($"error: the bundle must not be installed: {report.FirstProblem ?? checks.First(check => !check.Passed).Detail}");
        bool isKey = report.DeviceResult is >= ResultCode.UnknownKey and < ResultCode.WrongVendor || (report.IsSound && signer is not null);
        return Task.FromResult(isKey ? ExitCode.Signature : ExitCode.CheckFailed);
    }

    private static BundleCheck GoldenVectors(byte[] bundle, BundleDescription description)
    {
        PipelineParts parts = BundleParts.Extract(bundle, description);
        InferenceRuntime runtime = parts.Prepare(out _, description.BundleId, description.PeakRamBudgetBytes);
        ResultCode code = runtime.RunGoldenVectors(new GoldenVectorReader(), out int failed);
        string detail = parts.GoldenVectors is null
            ? "none in the bundle"
            : code == ResultCode.Ok ? "reproduced bit for bit" : $"vector {failed}: {(int)code} {code}";
        return new BundleCheck("golden vectors", code == ResultCode.Ok, detail);
    }
}
