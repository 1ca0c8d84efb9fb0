namespace TinyEdge.CostProfiler;

/// <summary>
/// Work on device code that can be repeated and counted. A probe is made by <see cref="Instrumentation.InstrumentedImage.Create"/>: it
/// sees the instrumented copies, so everything that crosses this interface, and its constructor, is of the base class library.
/// </summary>
public interface ICostProbe
{
    /// <summary>What is counted.</summary>
    void Run();
}
