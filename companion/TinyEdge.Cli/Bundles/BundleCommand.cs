using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using TinyEdge.Bundles;
using TinyEdge.Cli.Audit;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Keys;
using TinyEdge.Cli.Planning;
using TinyEdge.Companion;
using TinyEdge.Companion.Audit;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.ModelCode;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Planning;
using TinyEdge.Companion.Signing;
using TinyEdge.CostProfiler.Pipelines;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Cli.Bundles;

internal sealed class BundleCommand : CliCommand
{
    private const string Latency = "latency";
    private const string Ram = "ram";
    private const string Sequence = "sequence";
    private const string Floor = "floor";

    private readonly Argument<FileInfo> _source = new("deployment") { Description = "deployment.json, or the folder that holds it with model.tem, thresholds.json and optionally calibration.json." };
    private readonly Option<FileInfo> _key = new("--key", "-k") { Description = "Signing key (encrypted PEM); with --signing-request its public half.", Required = true };
    private readonly Option<uint> _sequence = new("--sequence", "-s") { Description = "Release number, higher than that of every bundle before: devices refuse an older one.", Required = true };
    private readonly Option<uint> _floor = new("--security-floor") { Description = "Once confirmed, the device refuses bundles with a lower floor. It may rise by at most 16 a bundle. Default 0." };
    private readonly Option<ushort?> _epoch = new("--keyring-epoch") { Description = "Epoch of the devices' keys, as 'tinyedge identity' tells it. Default 0, or that before the keyring's." };
    private readonly Option<FileInfo?> _keyring = new("--keyring") { Description = "Keyring of 'tinyedge key rotate': the keys that devices trust once they have confirmed this bundle." };
    private readonly Option<FileInfo?> _keyringSigner = new("--keyring-signer") { Description = "Public key that signed the keyring first, if it is not --key." };
    private readonly Option<FileInfo?> _request = new("--signing-request") { Description = "Do not sign: write what has to be signed here, for a key that is kept elsewhere. Then 'tinyedge sign'." };
    private readonly Option<FileInfo?> _app = new("--app") { Description = "Application assembly to carry (.pe for boards, .dll for virtual devices). Without it the resident application stays." };
    private readonly Option<string?> _entryType = new("--app-type") { Description = "Full name of the application's class, e.g. Acme.Pumps.PumpApp. Needed with --app." };
    private readonly Option<string> _natives = new("--natives") { Description = "With --app: native checksum digest of the images it may run on, sixteen hex digits, or 'virtual'.", DefaultValueFactory = _ => "virtual" };
    private readonly Option<FileInfo?> _output = new("--output", "-o") { Description = "Where to write the bundle; default <bundleId>.teb in the current folder." };
    private readonly Option<int> _attempts = new("--trial-attempts") { Description = "Boots that the trial gets, 1 to 7.", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _windows = new("--trial-windows") { Description = "Windows that must be classified before the device may confirm.", DefaultValueFactory = _ => 8 };
    private readonly Option<int> _deadline = new("--trial-deadline") { Description = "Seconds after which an unconfirmed trial is taken back.", DefaultValueFactory = _ => 300 };
    private readonly Option<int> _heapFloor = new("--heap-floor") { Description = "Least free managed heap during the trial, bytes; 0 does not check.", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> _contact = new("--require-contact") { Description = "Confirm only after an authenticated companion was in contact during the trial." };
    private readonly Option<bool> _manual = new("--confirm-by-hand") { Description = "Wait for 'tinyedge confirm' instead of confirming when the health gate has passed." };
    private readonly Option<DateTimeOffset?> _notAfter = new("--not-after") { Description = "Not to be installed after this time, UTC unless it has an offset. Advisory on a device without a clock.", CustomParser = ParseTime };
    private readonly Option<string?> _revision = new("--source-revision") { Description = "Source revision to note in the bundle." };
    private readonly Option<string[]> _overBudget = new("--allow-over-budget") { Description = "Sign it although it is over a budget: 'latency' (maxLatencyMs, estimated) or 'ram' (peakRamBudgetBytes; the device will refuse it)." };
    private readonly Option<bool> _keepLayouts = new("--keep-layouts") { Description = "Leave the weight layouts of model.tem as they are, instead of planning them for peakRamBudgetBytes (see 'tinyedge plan')." };
    private readonly Option<bool> _modelAsCode = new("--model-as-code") { Description = "The application brings the model's dense layers as code (see 'tinyedge emit-code'): no memory for their weights. Checked bit for bit before it is signed." };
    private readonly Option<FileInfo?> _codeAssembly = new("--code-assembly") { Description = "With --model-as-code: the same application as a .NET assembly, to check its code with. Default: --app." };
    private readonly Option<FileInfo?> _ledger = new("--ledger") { Description = "Where this key's releases are noted; default: beside the key, with '.ledger' added to its name." };
    private readonly Option<string[]> _againstLedger = new("--allow-against-ledger") { Description = "Release it although the ledger speaks against it: 'sequence' (another bundle has it) or 'floor' (an earlier release has a higher one)." };
    private readonly PassphraseOption _passphrase = new();
    private readonly AuditLogOption _audit = new();

    public BundleCommand(CliConsole console)
        : base(console, "bundle", "Pack model, thresholds, calibration, golden vectors and optionally an application into one signed bundle.")
    {
        _overBudget.AcceptOnlyFromAmong(Latency, Ram);
        _againstLedger.AcceptOnlyFromAmong(Sequence, Floor);
        Arguments.Add(_source);
        foreach (Option option in new Option[] { _key, _sequence, _floor, _epoch, _keyring, _keyringSigner, _request, _app, _entryType, _natives, _output, _attempts, _windows, _deadline, _heapFloor, _contact, _manual, _notAfter, _revision, _overBudget, _keepLayouts, _modelAsCode, _codeAssembly, _ledger, _againstLedger })
        {
            Options.Add(option);
        }

        _passphrase.AddTo(this);
        _audit.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge bundle models/fan-reference --key release.pem --sequence 7",
        "tinyedge bundle deployment.json -k release.pem -s 8 --app PumpApp.dll --app-type Acme.PumpApp -o pump.teb",
        "tinyedge bundle models/fan-reference -k release.pem -s 9 --keyring keyring.tek",
        "tinyedge bundle models/fan-reference -k hsm.pub.pem -s 9 --signing-request fan.request.json",
        "tinyedge bundle models/slow-but-good -k release.pem -s 9 --allow-over-budget latency",
    ];

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        ParseResult parsed = context.Parsed;
        BundleFolder folder = BundleFolder.Load(parsed.GetRequiredValue(_source).FullName);
        LayoutPlan? plan = parsed.GetValue(_keepLayouts) || parsed.GetValue(_modelAsCode) ? null : Plan(folder, folder.Deployment.Metadata.PeakRamBudgetBytes);
        folder = plan is null ? folder : folder.With(plan);
        PlanView? planned = plan is null ? null : new PlanView(plan);
        byte[]? app = ReadApp(parsed);

        // Time is counted with the fastest table weights: code takes less, and lies in the application, which is not counted.
        bool isCode = parsed.GetValue(_modelAsCode);
        BundleFolder counted = isCode ? folder.With(Plan(folder, PipelineParts.UnlimitedBytes)) : folder;
        folder = isCode ? WithCode(folder, parsed, app) : folder;
        StaticPool pool = CheckMemory(folder, parsed);
        ReleaseSettings release = Release(parsed);
        LatencyBudget latency = CheckLatency(counted, parsed);
        string? warning = latency.Warning(folder.Deployment.Metadata.TargetEnvironment);
        IReadOnlyList<BundleComponent> components = [.. folder.Components(app), .. ReadKeyring(parsed)];
        if (parsed.GetValue(_request) is { } request)
        {
            PublicKeyFile signer = PublicKeyFile.Load(parsed.GetRequiredValue(_key).FullName);
            CheckKey(context, signer, folder.Deployment);
            byte[] prepared = BundleBuilder.Prepare(folder.Deployment, release, components, signer);
            Note(prepared, parsed);
            SigningRequestText.Save(context, SigningRequest.For(prepared, signer, KeyringSigner(parsed)), request.FullName);
            return Task.FromResult(ExitCode.Ok);
        }

        using SigningKey key = SigningKey.Load(parsed.GetRequiredValue(_key).FullName, _passphrase.Read(context, confirm: false));
        CheckKey(context, key.PublicKey, folder.Deployment);
        PublicKeyFile[] trusted = [key.PublicKey, .. KeyringSigner(parsed)];
        byte[] unsigned = BundleBuilder.Prepare(folder.Deployment, release, components, key.PublicKey);
        byte[] bundle = BundleBuilder.Complete(unsigned, key.Sign(BundleBuilder.DigestOf(unsigned)), trusted);
        string path = parsed.GetValue(_output)?.FullName ?? Path.GetFullPath(folder.Deployment.BundleId + ".teb");
        Note(bundle, parsed);
        BundleDescription description = BundleInspector.Describe(bundle);
        _audit.Of(context).Append(AuditEntry.SignedBundle(description.KeyId, description.Fingerprint, description.Sequence, description.SecurityFloor, description.BundleId));
        BundleFile.Save(path, bundle, trusted);

        object result = new
        {
            File = path,
            PoolBytes = pool.TotalBytes,
            PoolBytesByOwner = PoolTable.ByOwner(pool),
            WorstHopInstructions = latency.Cost.Hop.MaxInstructions,
            EstimatedWorstHopMs = latency.WorstMilliseconds,
            EstimatedWorstHopMs160 = latency.WorstMillisecondsOnImage,
            Warning = warning,
            Plan = planned?.ToJson(),
            Bundle = description,
        };
        context.Write(result, () =>
        {
            InspectCommand.WriteText(context.Console, description);
            planned?.WriteText(context.Console, alternatives: false);
            context.Console.Out.WriteLine($"pools on the device: {pool.TotalBytes:N0} of {folder.Deployment.Metadata.PeakRamBudgetBytes:N0} bytes");
            context.Console.Out.WriteLine(FormattableString.Invariant(
                $"worst hop on the device, without the application: {latency.Cost.Hop.MaxInstructions:N0} IL instructions, estimated {latency.WorstMilliseconds:0.0} of {latency.MaxLatencyMs} ms on a slow one"));
            context.Console.Out.WriteLine(path);
        });
        if (warning is not null)
        {
            context.Console.Say(warning);
        }

        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>The same instant in every time zone: a bundle must not depend on where it is made.</summary>
    private static DateTimeOffset? ParseTime(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
        {
            return time;
        }

        argument.AddError($"'{text}' is no time. Write for example 2027-06-30 or 2027-06-30T12:00:00+02:00.");
        return null;
    }

    private void Note(byte[] bundle, ParseResult parsed)
    {
        string[] allowed = parsed.GetValue(_againstLedger) ?? [];
        string path = parsed.GetValue(_ledger)?.FullName ?? ReleaseLedger.Beside(parsed.GetRequiredValue(_key).FullName);
        new ReleaseLedger(path).Note(ReleaseEntry.Of(bundle), allowed.Contains(Sequence), allowed.Contains(Floor));
    }

    private static LayoutPlan Plan(BundleFolder folder, int budgetBytes) =>
        BundlePlanner.Plan(folder.Parts, folder.Deployment.BundleId, budgetBytes);

    private BundleFolder WithCode(BundleFolder folder, ParseResult parsed, byte[]? app)
    {
        FileInfo? built = parsed.GetValue(_codeAssembly);
        byte[] assembly = built is not null ? InputFile.Read(built.FullName, File.ReadAllBytes)
            : app ?? throw new TinyEdgeException(
                ExitCode.Usage, "--model-as-code is given without --app.", "The code lies in an application, which the bundle has to carry.", "Add --app and --app-type, or leave --model-as-code out.");
        return folder.With(ModelCodeCheck.Require(folder.Parts, assembly, parsed.GetValue(_entryType) ?? "", folder.Deployment.BundleId));
    }

    private IEnumerable<BundleComponent> ReadKeyring(ParseResult parsed) =>
        parsed.GetValue(_keyring) is { } file ? [new BundleComponent(ComponentType.Keyring, InputFile.Read(file.FullName, File.ReadAllBytes))] : [];

    private PublicKeyFile[] KeyringSigner(ParseResult parsed) =>
        parsed.GetValue(_keyringSigner) is { } file ? [PublicKeyFile.Load(file.FullName)] : [];

    /// <summary>The epoch that is asked for, or the one before the keyring's.</summary>
    private ushort Epoch(ParseResult parsed)
    {
        if (parsed.GetValue(_epoch) is { } epoch)
        {
            return epoch;
        }

        byte[]? keyring = ReadKeyring(parsed).FirstOrDefault()?.Content;
        return keyring is null ? (ushort)0 : (ushort)(KeyringReader.Describe(keyring).Epoch - 1);
    }

    /// <summary>Production devices refuse a key that everybody has; the others get a warning.</summary>
    private static void CheckKey(CommandContext context, PublicKeyFile key, DeploymentDocument deployment)
    {
        if (deployment.Metadata.TargetEnvironment.Contains("production"))
        {
            WellKnownKeyCheck.Refuse(key, $"The bundle {deployment.BundleId} was not built.");
        }

        if (WellKnownKeyCheck.Warning(key) is { } warning)
        {
            context.Console.Say(warning);
        }
    }

    private StaticPool CheckMemory(BundleFolder folder, ParseResult parsed)
    {
        if (!IsAllowed(parsed, Ram))
        {
            return folder.CheckBudget();
        }

        folder.Parts.Prepare(out StaticPool pool, folder.Deployment.BundleId);
        return pool;
    }

    private LatencyBudget CheckLatency(BundleFolder folder, ParseResult parsed)
    {
        LatencyBudget latency = LatencyBudget.Check(folder.Parts, folder.Deployment.BundleId, folder.Deployment.Metadata.MaxLatencyMs);
        if (!IsAllowed(parsed, Latency))
        {
            latency.Require(folder.Deployment.BundleId);
        }

        return latency;
    }

    private bool IsAllowed(ParseResult parsed, string budget) => parsed.GetValue(_overBudget)?.Contains(budget) == true;

    private ReleaseSettings Release(ParseResult parsed)
    {
        ReleaseSettings release = ReleaseWithoutApp(parsed);
        return parsed.GetValue(_app) is null
            ? release
            : release.WithApp(parsed.GetValue(_entryType)!, NativeTables.Parse(parsed.GetValue(_natives)!));
    }

    private ReleaseSettings ReleaseWithoutApp(ParseResult parsed)
    {
        return new ReleaseSettings
        {
            Sequence = parsed.GetRequiredValue(_sequence),
            SecurityFloor = parsed.GetValue(_floor),
            KeyringEpoch = Epoch(parsed),
            NotAfter = parsed.GetValue(_notAfter),
            SourceRevision = parsed.GetValue(_revision),
            Health = new HealthProfile
            {
                TrialAttempts = parsed.GetValue(_attempts),
                MinimumWindows = parsed.GetValue(_windows),
                TrialDeadlineSeconds = parsed.GetValue(_deadline),
                HeapFloorBytes = parsed.GetValue(_heapFloor),
                RequireCompanionContact = parsed.GetValue(_contact),
                NoAutoConfirm = parsed.GetValue(_manual),
            },
        };
    }

    private byte[]? ReadApp(ParseResult parsed)
    {
        FileInfo? app = parsed.GetValue(_app);
        if (app is null)
        {
            return parsed.GetValue(_entryType) is null
                ? null
                : throw new TinyEdgeException(ExitCode.Usage, "--app-type is given without --app.", "There is no assembly to look for the type in.", "Add --app, or leave --app-type out.");
        }

        if (parsed.GetValue(_entryType) is null)
        {
            throw new TinyEdgeException(ExitCode.Usage, "--app is given without --app-type.", "The device must know which class to start.", "Add --app-type with the full name of the class that implements IEdgeApp.");
        }

        byte[] image = InputFile.Read(app.FullName, File.ReadAllBytes);
        if (!ApplicationCheck.Check(image) && parsed.GetValue(_codeAssembly) is { } same)
        {
            ApplicationCheck.Check(InputFile.Read(same.FullName, File.ReadAllBytes));
        }

        return image;
    }
}
