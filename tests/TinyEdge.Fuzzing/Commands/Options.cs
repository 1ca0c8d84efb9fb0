using System.Globalization;

namespace TinyEdge.Fuzzing.Commands;

/// <summary>Options of the form <c>--name value</c>, flags, and what stands between them.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private Options()
    {
    }

    public List<string> Rest { get; } = [];

    /// <param name="args">The command's arguments.</param>
    /// <param name="names">Options with a value.</param>
    /// <param name="flags">Options without.</param>
    /// <returns>Null when an option is unknown or lacks its value.</returns>
    public static Options? Parse(string[] args, string[] names, string[] flags)
    {
        Options options = new();
        for (int i = 0; i < args.Length; i++)
        {
            if (flags.Contains(args[i]))
            {
                options._values[args[i]] = string.Empty;
            }
            else if (names.Contains(args[i]) && i + 1 < args.Length)
            {
                options._values[args[i]] = args[++i];
            }
            else if (args[i].StartsWith("--", StringComparison.Ordinal))
            {
                return null;
            }
            else
            {
                options.Rest.Add(args[i]);
            }
        }

        return options;
    }

    public bool Has(string flag) => _values.ContainsKey(flag);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <returns>False when the value is no number from 0 on.</returns>
    public bool TryNumber(string name, long otherwise, out long value)
    {
        value = otherwise;
        return !_values.TryGetValue(name, out string? text) || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
