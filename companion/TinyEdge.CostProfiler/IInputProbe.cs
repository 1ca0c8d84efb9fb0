namespace TinyEdge.CostProfiler;

/// <summary>As <see cref="ICostProbe"/>, with an input each time, so that the dearest of many can be found.</summary>
/// <typeparam name="TInput">Of the base class library.</typeparam>
public interface IInputProbe<in TInput>
{
    /// <summary>What is counted.</summary>
    void Run(TInput input);
}
