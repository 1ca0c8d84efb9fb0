namespace TinyEdge.Fuzzing.Engine;

/// <summary>
/// One reader of untrusted bytes: what it is fed, what it may answer, how much it may do. One input is one call of <see cref="Arrange"/>,
/// <see cref="Act"/> and <see cref="Check"/>, in this order; Arrange makes everything new that an earlier input could have touched.
/// </summary>
public abstract class FuzzTarget
{
    /// <summary>Name on the command line and of its folder in the corpus.</summary>
    public abstract string Name { get; }

    /// <summary>What the bytes of an input are.</summary>
    public abstract string Feeds { get; }

    /// <summary>What is documented to come out; anything else is a finding.</summary>
    public abstract string Promises { get; }

    /// <summary>Longest input that is made. Bytes.</summary>
    public virtual int MaxBytes => 4096;

    /// <summary>Words of the format, for readers of text.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>Good inputs to begin with; the corpus adds to them.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    /// <summary>Where the numbers of an input lie, from the description of the format.</summary>
    public virtual void CollectFields(ReadOnlySpan<byte> input, List<FuzzField> fields)
    {
    }

    /// <summary>Puts checksums, lengths and digests right, as often as the draw says, so that the code behind them is reached.</summary>
    public virtual void Repair(FuzzBuffer input, FuzzRandom random)
    {
    }

    /// <summary>Most bytes that <see cref="Act"/> may allocate, collected or not: none for device code.</summary>
    public virtual long AllowedBytes(int inputBytes) => 0;

    /// <summary>Takes a copy of the input and gets ready; what this allocates is not counted.</summary>
    public abstract void Arrange(ReadOnlySpan<byte> input);

    /// <summary>Runs the reader.</summary>
    /// <returns>0 when the input was accepted, else the number of the result code; for the statistics.</returns>
    /// <exception cref="FuzzViolation">A promise was broken. Any other exception that leaves it is a finding as well.</exception>
    public abstract int Act();

    /// <summary>Properties that are looked at afterwards, free to allocate.</summary>
    /// <exception cref="FuzzViolation">One of them does not hold.</exception>
    public virtual void Check()
    {
    }
}
