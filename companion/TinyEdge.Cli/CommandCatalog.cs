using System.CommandLine;
using TinyEdge.Cli.Audit;
using TinyEdge.Cli.Bundles;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.DataSets;
using TinyEdge.Cli.Demo;
using TinyEdge.Cli.Device;
using TinyEdge.Cli.Evaluation;
using TinyEdge.Cli.Faults;
using TinyEdge.Cli.Footprint;
using TinyEdge.Cli.Hardware;
using TinyEdge.Cli.Keys;
using TinyEdge.Cli.Planning;
using TinyEdge.Cli.Profiling;
using TinyEdge.Cli.Provisioning;
using TinyEdge.Cli.Simulation;
using TinyEdge.Cli.Tflite;
using TinyEdge.Cli.Training;
using TinyEdge.Cli.Validation;

namespace TinyEdge.Cli;

/// <summary>Every command, in the order in which help lists them.</summary>
internal static class CommandCatalog
{
    public static IEnumerable<Command> Create(CliConsole console)
    {
        return
        [
            new DemoCommand(console),
            new SimulateCommand(console),
            new CommandGroup(
                "key",
                "Make, show, export and replace signing keys.",
                ["tinyedge key new release.pem", "tinyedge key pub release.pem -o release.pub.pem", "tinyedge key rotate --old release.pem --new release-2.pem --epoch 1"],
                new KeyNewCommand(console),
                new KeyShowCommand(console),
                new KeyPubCommand(console),
                new KeyRotateCommand(console)),
            new BundleCommand(console),
            new SignCommand(console),
            new InspectCommand(console),
            new VerifyCommand(console),
            new CommandGroup(
                "provision",
                "Give a device its key and its Wi-Fi, over its serial console.",
                ["tinyedge provision key pump7.key --device COM5", "tinyedge provision wifi plant-2 --device COM5 --device-key pump7.key"],
                new ProvisionKeyCommand(console),
                new ProvisionWifiCommand(console)),
            new PushCommand(console),
            new IdentityCommand(console),
            new BanksCommand(console),
            new ConfirmCommand(console),
            new RollbackCommand(console),
            new HealthCommand(console),
            new CommandGroup(
                "audit",
                "Show and check who signed what, what was pushed where, and what a device itself remembers.",
                ["tinyedge audit show", "tinyedge audit verify", "tinyedge audit device --device COM5 --device-key pump7.key"],
                new AuditShowCommand(console),
                new AuditVerifyCommand(console),
                new AuditDeviceCommand(console)),
            new PortsCommand(console),
            new WiringCommand(console),
            new CommandGroup(
                "data",
                "Keep recordings as a data set: import them, see what they cover, split them, capture more.",
                ["tinyedge data import fan-vibration -o fan", "tinyedge data describe fan --picture fan.png", "tinyedge data split fan --in-time"],
                new DataImportCommand(console),
                new DataDescribeCommand(console),
                new DataSplitCommand(console),
                new DataCaptureCommand(console)),
            new EvaluateCommand(console),
            new ValidateCommand(console),
            new VectorsCommand(console),
            new ProfileCommand(console),
            new FootprintCommand(console),
            new PlanCommand(console),
            new EmitCodeCommand(console),
            new TrainCommand(console),
            new CommandGroup(
                "tflite",
                "Read, run and write TensorFlow Lite models.",
                ["tinyedge tflite inspect fan.tflite", "tinyedge tflite import fan.tflite -o models/fan --labels healthy,fault,off --front-end models/fan-reference"],
                new TfliteInspectCommand(console),
                new TfliteImportCommand(console),
                new TfliteExportCommand(console),
                new TfliteRunCommand(console)),
            new FaultsCommand(console),
            new SoakCommand(console),
            new TrainReferenceCommand(console),
            new StudyCommand(console),
            new GoldenCommand(console),
        ];
    }
}
