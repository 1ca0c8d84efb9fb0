namespace TinyEdge.CostProfiler.Instrumentation;

/// <summary>An instrumented method.</summary>
/// <param name="Name">Type and method, without parameters: <c>TinyEdge.Runtime.Dsp.FrontEnd.Run</c>.</param>
/// <param name="FrameBytes">Its stack frame on the device, see <see cref="StackFrameLayout"/>.</param>
public sealed record MethodInfo(string Name, int FrameBytes);
