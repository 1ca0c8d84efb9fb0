using System.Globalization;
using System.Text;
using TinyEdge.Companion.Devices;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Links;

/// <summary>Reads what a device wrote with the companion's own parser: whatever came in, only whole answers may go out.</summary>
internal static class DeviceAnswers
{
    private const string ResultHeader = "X-TinyEdge-Result: ";
    private const string LengthHeader = "Content-Length: ";

    /// <summary>Whole HTTP responses, each with one line whose result is that of its header.</summary>
    /// <returns>How many there are.</returns>
    public static int CheckHttp(ReadOnlySpan<byte> written)
    {
        int answers = 0;
        while (written.Length > 0)
        {
            int headEnd = written.IndexOf("\r\n\r\n"u8);
            FuzzViolation.Unless(headEnd > 0, "An answer without an end of its head");
            string head = Encoding.ASCII.GetString(written[..headEnd]);
            written = written[(headEnd + 4)..];
            if (head == "HTTP/1.1 100 Continue")
            {
                continue;
            }

            FuzzViolation.Unless(head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), $"No status line: {head}");
            int length = Number(head, LengthHeader);
            FuzzViolation.Unless(length > 0 && length <= written.Length, $"A body of {length} bytes, {written.Length} are there");
            CheckLine(written[..length], Number(head, ResultHeader));
            written = written[length..];
            answers++;
        }

        return answers;
    }

    /// <summary>Lines of a console: comments, and lines that parse.</summary>
    /// <returns>How many of them are answers.</returns>
    public static int CheckConsole(ReadOnlySpan<byte> written)
    {
        int answers = 0;
        while (written.Length > 0)
        {
            int end = written.IndexOf((byte)'\n');
            FuzzViolation.Unless(end >= 0, "A line without an end");
            if (written[0] != (byte)'#')
            {
                CheckLine(written[..end], -1);
                answers++;
            }

            written = written[(end + 1)..];
        }

        return answers;
    }

    private static void CheckLine(ReadOnlySpan<byte> bytes, int result)
    {
        bool good = LineParser.TryParse(bytes, out DeviceLine? line, out LineFault fault);
        FuzzViolation.Unless(good, $"An answer that the companion refuses: {fault}");
        FuzzViolation.Unless(line!.Kind.Length > 0 && Enum.IsDefined(line.Result), $"An answer of kind '{line.Kind}' with result {(int)line.Result}");
        FuzzViolation.Unless(result < 0 || result == (int)line.Result, $"Result {result} in the header and {(int)line.Result} in the line");
    }

    private static int Number(string head, string name)
    {
        int at = head.IndexOf(name, StringComparison.Ordinal);
        FuzzViolation.Unless(at > 0, $"No {name}in an answer");
        int end = head.IndexOf('\r', at);
        string text = end < 0 ? head[(at + name.Length)..] : head[(at + name.Length)..end];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : -1;
    }
}
