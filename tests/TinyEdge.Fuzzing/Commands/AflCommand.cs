using SharpFuzz;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Commands;

/// <summary>
/// The body that AFL++ runs over and over (SharpFuzz in persistent mode): one input from standard input, one run of the target. What breaks a promise
/// leaves as an exception, which AFL++ keeps as a crash.
/// </summary>
internal static class AflCommand
{
    public static int Run(string[] args, TextWriter error)
    {
        Options? options = Options.Parse(args, ["--target"], []);
        if (options?.Text("--target") is not string name || !TargetCatalog.Names.Contains(name))
        {
            return Usage.Print(error, "Name a target.");
        }

        // Instrumented code may only run once SharpFuzz has the map that it counts in: the target is made with the first input.
        FuzzTarget? target = null;
        FuzzGuard? guard = null;
        byte[] input = [];
        Fuzzer.OutOfProcess.Run(stream =>
        {
            target ??= TargetCatalog.Find(name)!;
            guard ??= new FuzzGuard(target);
            input = input.Length > 0 ? input : new byte[target.MaxBytes];
            int length = stream.ReadAtLeast(input, input.Length, throwOnEndOfStream: false);
            if (guard.Run(input.AsSpan(0, length)) is FuzzFailure failure)
            {
                throw new FuzzViolation(failure.Detail);
            }
        });
        return 0;
    }
}
