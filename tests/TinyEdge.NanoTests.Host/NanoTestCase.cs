using System.Globalization;
using System.Reflection;
using nanoFramework.TestFramework;

namespace TinyEdge.NanoTests.Host;

/// <summary>One test of a class in the nanoFramework.TestFramework dialect: a method, and the row of data that it gets.</summary>
public sealed record NanoTestCase(Type Class, MethodInfo Method, object[] Arguments)
{
    /// <summary>Class, method and arguments: what a person looks for in a list of results.</summary>
    public string Name { get; } = $"{Class.Name}.{Method.Name}{(Arguments.Length == 0 ? "" : $"({string.Join(", ", Arguments.Select(Print))})")}";

    /// <summary>Every test of every test class of an assembly, in the order in which the launcher on the device takes them.</summary>
    public static IReadOnlyList<NanoTestCase> In(Assembly assembly) =>
        [.. assembly.GetTypes().Where(type => type.IsDefined(typeof(TestClassAttribute))).SelectMany(Of)];

    /// <summary>The tests of one class: methods without rows first, then row by row.</summary>
    public static IReadOnlyList<NanoTestCase> Of(Type type)
    {
        MethodInfo[] methods = type.GetMethods();
        return
        [
            .. methods.Where(method => method.IsDefined(typeof(TestMethodAttribute)) && !method.IsDefined(typeof(DataRowAttribute)))
                .Select(method => new NanoTestCase(type, method, [])),
            .. methods.SelectMany(method => method.GetCustomAttributes<DataRowAttribute>().Select(row => new NanoTestCase(type, method, row.MethodParameters))),
        ];
    }

    private static string Print(object argument) => argument switch
    {
        string text => $"\"{(text.Length > 24 ? text[..24] + "..." : text)}\"",
        _ => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "",
    };
}
