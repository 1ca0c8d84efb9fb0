using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Tflite;

namespace TinyEdge.Cli.Tflite;

internal sealed class TfliteInspectCommand : CliCommand
{
    private readonly Argument<FileInfo> _file = new("file") { Description = "A .tflite file, of any kind." };

    public TfliteInspectCommand(CliConsole console)
        : base(console, "inspect", "List the operators and tensors of a .tflite file, and everything in it that the device does not run. Ends with 9 when there is something.") =>
        Arguments.Add(_file);

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge tflite inspect fan.tflite", "tinyedge tflite inspect fan.tflite --json"];

    protected override string JsonName => "tflite inspect";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        TfliteReport report = TfliteReport.Of(TfliteImporter.ReadFile(context.Parsed.GetRequiredValue(_file).FullName));
        context.Write(report, () => WriteText(context.Console.Out, report));
        return Task.FromResult(report.Unsupported.Count == 0 ? ExitCode.Ok : ExitCode.CheckFailed);
    }

    private static void WriteText(TextWriter to, TfliteReport report)
    {
        foreach (TfliteReport.TensorLine input in report.Inputs)
        {
            to.WriteLine($"input   {Text(input)}");
        }

        foreach (TfliteReport.OperatorLine line in report.Operators)
        {
            to.WriteLine($"{line.Index,3} {line.Operator}");
            foreach (TfliteReport.TensorLine tensor in line.Inputs)
            {
                to.WriteLine($"      reads  {Text(tensor)}");
            }

            foreach (TfliteReport.TensorLine tensor in line.Outputs)
            {
                to.WriteLine($"      writes {Text(tensor)}");
            }
        }

        foreach (TfliteReport.TensorLine output in report.Outputs)
        {
            to.WriteLine($"output  {Text(output)}");
        }

        foreach (string problem in report.Unsupported)
        {
            to.WriteLine($"not run: {problem}");
        }

        to.WriteLine(report.Unsupported.Count == 0 ? "all operators run on the device" : $"{report.Unsupported.Count} to change before it can be imported");
    }

    private static string Text(TfliteReport.TensorLine tensor)
    {
        string scale = tensor.Scale is { } value ? $", scale {value:G7}{(tensor.Scales > 1 ? $" and {tensor.Scales - 1} more" : "")}, zero point {tensor.ZeroPoint ?? 0}" : "";
        string constant = tensor.ConstantBytes > 0 ? $", {tensor.ConstantBytes:N0} constant bytes" : "";
        return $"{tensor.Index} '{tensor.Name}' {tensor.Type} [{string.Join(", ", tensor.Shape)}]{scale}{constant}";
    }
}
