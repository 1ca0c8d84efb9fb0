using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Tests.Supervision;

/// <summary>An application that does what a test tells it to.</summary>
internal sealed class LabApp : IEdgeApp
{
    public Action<AppSettings> Configuring { get; init; } = _ => { };

    public Action<Decision, AppActions> Deciding { get; init; } = (_, _) => { };

    public Func<int> VersionOf { get; init; } = () => 7 << 24;

    public int Version => VersionOf();

    public void Configure(AppSettings settings) => Configuring(settings);

    public void OnDecision(Decision decision, AppActions actions) => Deciding(decision, actions);
}
