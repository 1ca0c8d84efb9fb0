using TinyEdge.Runtime.Detection;

namespace TinyEdge.Runtime.Supervision
{
    /// <summary>
    /// The updatable application: which sensor, and what to do with decisions. Implemented by a public class with a public
    /// constructor without parameters, in the resident TinyEdge.App or in an assembly that a bundle carries.
    /// The supervisor catches what it throws: during a trial that fails the trial, afterwards it is counted in the health record, and eight decisions in a row that throw count as a crash.
    /// </summary>
    public interface IEdgeApp
    {
        /// <summary>Version of the application, major &lt;&lt; 24 | minor &lt;&lt; 16 | patch.</summary>
        int Version { get; }

        /// <summary>Called once, before memory is sealed: states what the application needs.</summary>
        void Configure(AppSettings settings);

        /// <summary>Called after every inference, on the pipeline's thread. Must return within the bundle's maxLatencyMs and must not allocate.</summary>
        void OnDecision(Decision decision, AppActions actions);
    }
}
