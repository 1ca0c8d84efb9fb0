using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyEdge.ComplianceTests.Listing;

/// <summary>Reads one file of the listing. A line that it does not understand in full is an error, never skipped.</summary>
internal static partial class ListingParser
{
    // A type name: dotted, with an arity for the few generic delegates, with brackets for arrays.
    private const string TypePattern = @"[\w.]+(?:`\d)?(?:\[\])*";

    public static (string Assembly, IReadOnlyList<ApiType> Types) Parse(string fileName, IReadOnlyList<string> lines)
    {
        string? assembly = null;
        List<ApiType> types = [];
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i];
            try
            {
                if (i == 0)
                {
                    assembly = ParseAssembly(line);
                }
                else if (line.StartsWith("  ", StringComparison.Ordinal))
                {
                    AddMember(types.Count == 0 ? throw new FormatException("a member before any type") : types[^1], line[2..]);
                }
                else
                {
                    types.Add(ParseType(line));
                }
            }
            catch (FormatException error)
            {
                throw new FormatException($"{fileName}({i + 1}): '{line}' is no line of the listing: {error.Message}.");
            }
        }

        return (assembly ?? throw new FormatException($"{fileName} is empty."), types);
    }

    private static string ParseAssembly(string line)
    {
        Match match = Regex.Match(line, @"^assembly ([\w.]+)$");
        return match.Success ? match.Groups[1].Value : throw new FormatException("the first line names the assembly");
    }

    private static ApiType ParseType(string line)
    {
        Match simple = TypeLine().Match(line);
        if (simple.Success)
        {
            string kind = simple.Groups["kind"].Value;
            string[] heritage = simple.Groups["heritage"].Success ? simple.Groups["heritage"].Value.Split(", ") : [];
            if (kind == "enum" && heritage is not ["sbyte" or "byte" or "short" or "ushort" or "int" or "uint" or "long" or "ulong"])
            {
                throw new FormatException("an enum names its underlying type");
            }

            return new ApiType(simple.Groups["name"].Value, kind, heritage, []);
        }

        Match function = DelegateLine().Match(line);
        if (function.Success)
        {
            string type = function.Groups["type"].Value;
            ApiMember invoke = new(line, ApiMemberKind.DelegateInvoke, "Invoke", type, ParseParameters(function.Groups["parameters"].Value), []);
            return new ApiType(function.Groups["name"].Value, "delegate", [], [invoke]);
        }

        throw new FormatException("neither a type nor a delegate");
    }

    private static void AddMember(ApiType type, string text)
    {
        if (type.IsDelegate)
        {
            throw new FormatException("a delegate has no members");
        }

        ApiMember member = type.IsEnum ? ParseEnumValue(type, text) : ParseMember(text);
        if (type.Members.Any(other => other.Text == text))
        {
            throw new FormatException("declared twice");
        }

        type.Members.Add(member);
    }

    private static ApiMember ParseEnumValue(ApiType type, string text)
    {
        Match match = EnumLine().Match(text);
        if (!match.Success || !decimal.TryParse(match.Groups["value"].Value, CultureInfo.InvariantCulture, out _))
        {
            throw new FormatException("no value of an enum");
        }

        return new ApiMember(text, ApiMemberKind.EnumValue, match.Groups["name"].Value, type.Name, [], ["const"]);
    }

    private static ApiMember ParseMember(string text)
    {
        Match match = MemberLine().Match(text);
        if (!match.Success)
        {
            throw new FormatException("no member");
        }

        string[] modifiers = match.Groups["modifiers"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string rest = match.Groups["rest"].Value;
        return ParseConstructor(text, modifiers, rest)
            ?? ParseMethod(text, modifiers, rest)
            ?? ParseProperty(text, modifiers, rest)
            ?? ParseField(text, modifiers, rest)
            ?? throw new FormatException("neither constructor, method, property, event nor field");
    }

    private static ApiMember? ParseConstructor(string text, string[] modifiers, string rest)
    {
        Match match = Regex.Match(rest, @"^\.ctor\((?<parameters>.*)\)$");
        return match.Success && modifiers.Length == 0
            ? new ApiMember(text, ApiMemberKind.Constructor, ".ctor", "void", ParseParameters(match.Groups["parameters"].Value), modifiers)
            : null;
    }

    private static ApiMember? ParseMethod(string text, string[] modifiers, string rest)
    {
        Match match = Regex.Match(rest, $@"^(?<type>{TypePattern}) (?<name>\w+)\((?<parameters>.*)\)$");
        return match.Success && Only(modifiers, "static", "virtual", "abstract", "override")
            ? new ApiMember(text, ApiMemberKind.Method, match.Groups["name"].Value, match.Groups["type"].Value, ParseParameters(match.Groups["parameters"].Value), modifiers)
            : null;
    }

    private static ApiMember? ParseProperty(string text, string[] modifiers, string rest)
    {
        Match match = Regex.Match(rest, $@"^(?<type>{TypePattern}) (?:(?<name>\w+)|this\[(?<index>.+)\]) \{{(?<get> get;)?(?<set> set;)? \}}$");
        if (!match.Success || !Only(modifiers, "static", "virtual", "abstract", "override"))
        {
            return null;
        }

        bool isIndexer = match.Groups["index"].Success;
        return new ApiMember(
            text,
            ApiMemberKind.Property,
            isIndexer ? "Item" : match.Groups["name"].Value,
            match.Groups["type"].Value,
            isIndexer ? ParseParameters(match.Groups["index"].Value) : [],
            modifiers,
            match.Groups["get"].Success,
            match.Groups["set"].Success);
    }

    private static ApiMember? ParseField(string text, string[] modifiers, string rest)
    {
        Match match = Regex.Match(rest, $@"^(?<type>{TypePattern}) (?<name>\w+)(?: = (?<value>.+))?$");
        bool isConstant = modifiers.Contains("const");
        if (!match.Success || match.Groups["value"].Success != isConstant || !Only(modifiers, "static", "readonly", "const", "event"))
        {
            return null;
        }

        if (isConstant)
        {
            RequireLiteral(match.Groups["value"].Value);
        }

        ApiMemberKind kind = modifiers.Contains("event") ? ApiMemberKind.Event : ApiMemberKind.Field;
        return new ApiMember(text, kind, match.Groups["name"].Value, match.Groups["type"].Value, [], modifiers);
    }

    private static bool Only(string[] modifiers, params string[] allowed) => modifiers.All(allowed.Contains);

    private static List<ApiParameter> ParseParameters(string text)
    {
        List<ApiParameter> parameters = [];
        foreach (string part in text.Length == 0 ? [] : text.Split(", "))
        {
            Match match = ParameterPart().Match(part);
            if (!match.Success)
            {
                throw new FormatException($"'{part}' is no parameter");
            }

            string? value = match.Groups["default"].Success ? match.Groups["default"].Value : null;
            if (value is not null)
            {
                RequireLiteral(value);
            }

            parameters.Add(new ApiParameter(match.Groups["passing"].Value, match.Groups["type"].Value, match.Groups["name"].Value, value));
        }

        return parameters;
    }

    private static void RequireLiteral(string value)
    {
        if (!Regex.IsMatch(value, @"^(?:-?\d+(?:\.\d+)?(?:E[+-]?\d+)?|-?Infinity|NaN|null|true|false|'\\u[0-9a-f]{4}'|""[^""]*"")$"))
        {
            throw new FormatException($"'{value}' is no constant");
        }
    }

    [GeneratedRegex(@"^(?<kind>(?:(?:static|sealed|abstract) )?class|struct|interface|enum) (?<name>[\w.]+)(?: : (?<heritage>[\w.]+(?:, [\w.]+)*))?$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^delegate (?<type>" + TypePattern + @") (?<name>[\w.]+(?:`\d)?)\((?<parameters>.*)\)$")]
    private static partial Regex DelegateLine();

    [GeneratedRegex(@"^(?<name>\w+) = (?<value>-?\d+)$")]
    private static partial Regex EnumLine();

    [GeneratedRegex(@"^(?:public|protected) (?<modifiers>(?:(?:static|virtual|abstract|override|const|readonly|event) )*)(?<rest>.+)$")]
    private static partial Regex MemberLine();

    [GeneratedRegex(@"^(?:(?<passing>ref|out|params) )?(?<type>" + TypePattern + @") (?<name>@?\w+)(?: = (?<default>.+))?$")]
    private static partial Regex ParameterPart();
}
