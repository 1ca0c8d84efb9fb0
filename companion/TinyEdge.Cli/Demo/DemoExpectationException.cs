namespace TinyEdge.Cli.Demo;

/// <summary>A step of the demonstration did not do what it should.</summary>
internal sealed class DemoExpectationException(string message) : Exception(message);
