namespace TinyEdge.Fuzzing.Engine;

/// <summary>Runs one input and says what was wrong with it: a broken promise, an exception that nobody documented, memory beyond the bound.</summary>
public sealed class FuzzGuard(FuzzTarget target)
{
    private const int Attempts = 5;

    /// <summary>What the target answered to the latest input that held.</summary>
    public int Outcome { get; private set; }

    /// <returns>Null when everything held.</returns>
    public FuzzFailure? Run(ReadOnlySpan<byte> input)
    {
        try
        {
            long allocated = Measure(input);

            // A garbage collection moves the counter by up to a whole allocation buffer; what is really allocated is there every time.
            for (int i = 1; i < Attempts && allocated > target.AllowedBytes(input.Length); i++)
            {
                allocated = Math.Min(allocated, Measure(input));
            }

            FuzzViolation.Unless(allocated <= target.AllowedBytes(input.Length), $"{allocated} bytes were allocated for {input.Length} of input, {target.AllowedBytes(input.Length)} are allowed");
            target.Check();
            return null;
        }
        catch (FuzzViolation violation)
        {
            return new FuzzFailure(Generalise(violation.Message), violation.Message);
        }
        catch (Exception exception)
        {
            return new FuzzFailure($"{exception.GetType().Name} {Place(exception)}", exception.ToString());
        }
    }

    private long Measure(ReadOnlySpan<byte> input)
    {
        target.Arrange(input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Outcome = target.Act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Numbers out, so that one fault is one kind.</summary>
    private static string Generalise(string message)
    {
        System.Text.StringBuilder kind = new();
        foreach (char c in message)
        {
            if (!char.IsAsciiDigit(c))
            {
                kind.Append(c);
            }
            else if (kind.Length == 0 || kind[^1] != '#')
            {
                kind.Append('#');
            }
        }

        return kind.ToString();
    }

    private static string Place(Exception exception) =>
        exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("TinyEdge", StringComparison.Ordinal))?.Trim() ?? string.Empty;
}
