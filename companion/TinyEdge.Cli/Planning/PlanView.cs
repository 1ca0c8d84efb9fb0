using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Planning;

namespace TinyEdge.Cli.Planning;

/// <summary>Shows a plan: the choice of each layer and what the alternatives would have taken. Bytes and instructions are exact, milliseconds estimated.</summary>
internal sealed class PlanView(LayoutPlan plan)
{
    public object ToJson() => new
    {
        plan.PoolBytes,
        plan.BudgetBytes,
        Layers = plan.Layers.Select(layer => new
        {
            layer.Index,
            layer.Operator,
            layer.Inputs,
            layer.Outputs,
            layer.Macs,
            Chosen = Row(layer.Chosen),
            Alternatives = layer.Choices.Where(choice => choice != layer.Chosen).Select(Row),
            Refused = layer.Refused.Select(layout => layout.ToString()),
        }),
    };

    /// <param name="alternatives">Also the layouts that were not chosen.</param>
    public void WriteText(CliConsole console, bool alternatives)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("layer").AddColumn("weights");
        foreach (string name in (string[])["pool bytes", "IL", "IL a MAC", "ms slow, estimated"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (LayerPlan layer in plan.Layers)
        {
            AddRow(table, $"{layer.Index} {layer.Operator} {layer.Inputs} -> {layer.Outputs}", layer, layer.Chosen);
            if (!alternatives)
            {
                continue;
            }

            foreach (LayerChoice choice in layer.Choices.Where(choice => choice != layer.Chosen).OrderBy(choice => choice.Cost.Units))
            {
                AddRow(table, "  instead", layer, choice);
            }

            foreach (LayerLayout layout in layer.Refused)
            {
                table.AddRow("  not exact", layout.ToString(), "", "", "", "");
            }
        }

        console.Results.Write(table);
        console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pools with this plan: {plan.PoolBytes:N0} of {plan.BudgetBytes:N0} bytes"));
    }

    private static object Row(LayerChoice choice) => new
    {
        Weights = choice.Layout.ToString(),
        choice.Layout.Layout,
        choice.Layout.BlockInputs,
        choice.PoolBytes,
        choice.Cost.Instructions,
        choice.Cost.EstimatedSlowMs,
    };

    private static void AddRow(Table table, string name, LayerPlan layer, LayerChoice choice) => table.AddRow(
        name,
        layer.Macs == 0 ? "-" : choice.Layout.ToString(),
        choice.PoolBytes.ToString("N0", CultureInfo.InvariantCulture),
        choice.Cost.Instructions.ToString("N0", CultureInfo.InvariantCulture),
        layer.Macs == 0 ? "" : ((double)choice.Cost.Instructions / layer.Macs).ToString("0.00", CultureInfo.InvariantCulture),
        choice.Cost.EstimatedSlowMs.ToString("0.00", CultureInfo.InvariantCulture));
}
