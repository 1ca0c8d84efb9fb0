using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Desktop;

/// <summary>What a desktop reader may throw: an error that says what, why and what to do, in a few lines, and asks for the exit code of a bad file.</summary>
internal static class Refusal
{
    /// <summary>Longest message. A file must not decide how much a person has to read.</summary>
    private const int MostCharacters = 2000;

    /// <summary>The same where every operator that is not run is named at once, 64 of them at most.</summary>
    private const int MostOperatorCharacters = 64 * 400;

    /// <summary>Runs the reader.</summary>
    /// <param name="read">Reads, and throws away what it read or keeps it.</param>
    /// <returns>0 when it was taken, else a number for the kind of refusal.</returns>
    public static int Of(Action read)
    {
        try
        {
            read();
            return 0;
        }
        catch (TinyEdgeException error)
        {
            FuzzViolation.Unless(error.ExitCode == ExitCode.BadInput, $"Exit code {error.ExitCode} for a bad file");
            FuzzViolation.Unless(error.What.Length > 0 && error.Why.Length > 0 && error.Remedy.Length > 0, $"An error that does not say everything: {error.Message}");
            FuzzViolation.Unless(error.Message.Length <= (error.Result == ResultCode.UnsupportedOperator ? MostOperatorCharacters : MostCharacters), $"A message of {error.Message.Length} characters");
            return 1 + (int)error.Result + (error.GetType().Name.Length << 10) + (HashOf(error.Remedy) << 16);
        }
    }

    /// <summary>Remedies are fixed texts, unlike reasons, which quote the file; what they quote follows a question mark or a quotation mark.</summary>
    private static int HashOf(string text)
    {
        int sum = 0;
        foreach (char c in text.AsSpan(0, Math.Min(24, text.Length)))
        {
            if (c is '?' or '"' or '\'')
            {
                break;
            }

            sum = ((sum * 31) + c) & 0x3FFF;
        }

        return sum;
    }
}
