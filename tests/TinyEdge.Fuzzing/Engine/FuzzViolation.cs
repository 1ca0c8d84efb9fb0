using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TinyEdge.Fuzzing.Engine;

/// <summary>A promise of a target that an input broke.</summary>
public sealed class FuzzViolation(string message) : Exception(message)
{
    /// <summary>Throws unless the condition holds; the message is only built then.</summary>
    public static void Unless([DoesNotReturnIf(false)] bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref Text message)
    {
        if (!holds)
        {
            throw new FuzzViolation(message.ToString());
        }
    }

    /// <summary>Throws unless the condition holds.</summary>
    public static void Unless([DoesNotReturnIf(false)] bool holds, string message)
    {
        if (!holds)
        {
            throw new FuzzViolation(message);
        }
    }

    /// <summary>Text that costs nothing while the condition holds.</summary>
    [InterpolatedStringHandler]
    public ref struct Text
    {
        private DefaultInterpolatedStringHandler _text;

        public Text(int literalLength, int formattedCount, bool holds, out bool isNeeded)
        {
            isNeeded = !holds;
            _text = holds ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture);
        }

        public void AppendLiteral(string value) => _text.AppendLiteral(value);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public override string ToString() => _text.ToStringAndClear();
    }
}
