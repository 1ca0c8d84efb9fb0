using System.Reflection;
using System.Runtime.CompilerServices;
using nanoFramework.TestFramework;

namespace TinyEdge.NanoTests.Host;

public enum NanoTestOutcome
{
    Passed,
    Failed,
    Skipped,
}

public sealed record NanoTestResult(NanoTestOutcome Outcome, string Message)
{
    public static NanoTestResult Passed { get; } = new(NanoTestOutcome.Passed, "");
}

/// <summary>
/// Runs the tests of one class as nanoFramework's launcher does: setup before the first, cleanup after the last, and no object, since the launcher
/// calls methods without an instance. A setup that skips skips the class; one that fails fails it, which the launcher only prints.
/// </summary>
public sealed class NanoTestClass(Type type)
{
    private NanoTestResult? _setup;

    public NanoTestResult Run(NanoTestCase test)
    {
        _setup ??= RunAll(typeof(SetupAttribute));
        return _setup.Outcome == NanoTestOutcome.Passed ? Invoke(test.Method, test.Arguments) : _setup with { Message = $"Setup: {_setup.Message}" };
    }

    /// <summary>Passed when there was nothing to clean up.</summary>
    public NanoTestResult Cleanup() => _setup?.Outcome == NanoTestOutcome.Passed ? RunAll(typeof(CleanupAttribute)) : NanoTestResult.Passed;

    private NanoTestResult RunAll(Type attribute) =>
        type.GetMethods().Where(method => method.IsDefined(attribute)).Select(method => Invoke(method, []))
            .FirstOrDefault(result => result.Outcome != NanoTestOutcome.Passed) ?? NanoTestResult.Passed;

    private NanoTestResult Invoke(MethodInfo method, object[] arguments)
    {
        try
        {
            method.Invoke(method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(type), arguments);
            return NanoTestResult.Passed;
        }
        catch (TargetInvocationException thrown)
        {
            Exception cause = thrown.InnerException!;
            return cause is SkipTestException
                ? new NanoTestResult(NanoTestOutcome.Skipped, cause.Message)
                : new NanoTestResult(NanoTestOutcome.Failed, $"{cause.GetType().Name}: {cause.Message}{Environment.NewLine}{cause.StackTrace}");
        }
        catch (Exception mismatch) when (mismatch is ArgumentException or TargetParameterCountException)
        {
            return new NanoTestResult(NanoTestOutcome.Failed, $"The arguments do not fit: {mismatch.Message}");
        }
    }
}
