namespace TinyEdge.Fuzzing.Commands;

/// <summary>What there is to type.</summary>
internal static class Usage
{
    public const int Wrong = 2;

    private const string Text = """
        usage:
          targets                                             what is fuzzed, with what, and what must hold
          run --target NAME|all [--inputs N] [--seed N] [--first N] [--minutes N] [--minimise] [--report FILE] [--findings FOLDER]
                                                              deterministic structured fuzzing; 0: nothing found, 1: findings, 2: usage, 3: an input hangs
          replay TARGET:SEED:INDEX                            makes one input again and runs it
          replay --target NAME FILE...                        runs files
          distil --target NAME --to FOLDER [--inputs N] [--seed N] [--from FOLDER] [--most N]
                                                              keeps the smallest input for each different answer, of a run or of a folder, and minimises it
          seeds --target NAME --to FOLDER                     writes seeds and corpus, for another fuzzer to begin with
          afl --target NAME                                   body of the coverage-guided fuzzer; afl.sh calls it

        examples:
          dotnet run -c Release --project tests/TinyEdge.Fuzzing -- run --target bundle --inputs 10000000 --seed 1 --report fuzzing.md
          dotnet run -c Release --project tests/TinyEdge.Fuzzing -- replay bundle:1:4711
        """;

    public static int Print(TextWriter error, string? why = null)
    {
        if (why is not null)
        {
            error.WriteLine(why);
        }

        error.WriteLine(Text);
        return Wrong;
    }
}
