using TinyEdge.Companion;
using TinyEdge.Faults.Scenarios;

namespace TinyEdge.Faults.Cases;

/// <summary>A scenario and what goes wrong in it: the first point while it runs, each further one in the recovery from the one before.</summary>
public sealed record FaultCase(FaultScenario Scenario, IReadOnlyList<FaultPoint> Points)
{
    /// <summary>Repeats exactly this case: <c>confirm/3:TornHalf+1:Before</c>.</summary>
    public string Id => $"{Scenario.Name}/{string.Join('+', Points)}";

    /// <summary>The case of an id, as a failing campaign prints it.</summary>
    /// <exception cref="TinyEdgeException">It is none.</exception>
    public static FaultCase Parse(string id)
    {
        string[] parts = id.Split('/');
        FaultScenario scenario = ScenarioCatalog.Find(parts[0]);
        List<FaultPoint> points = [];
        foreach (string text in parts.Length == 2 ? parts[1].Split('+', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            points.Add(FaultPoint.TryParse(text, out FaultPoint point) ? point : throw Malformed(id, text));
        }

        return parts.Length <= 2 ? new FaultCase(scenario, points) : throw Malformed(id, parts[2]);
    }

    private static TinyEdgeException Malformed(string id, string part) => new(
        ExitCode.Usage,
        $"'{id}' is not the id of a fault case.",
        $"'{part}' is not operation:Mode (3:TornHalf) or bit@file:Rot (17@boot0.rec:Rot).",
        "Copy the id from a campaign's output; 'tinyedge faults --list' shows scenarios and modes.");
}
