using System.Globalization;
using Mono.Cecil;
using TinyEdge.ComplianceTests.Listing;

namespace TinyEdge.ComplianceTests.Shim;

/// <summary>
/// Writes the public surface of a compiled type in the words of the listing, so that a faithful shim and the listing are equal as text:
/// modifiers, return type, parameter passing, types, names and defaults, accessors, constants and enum values included.
/// </summary>
internal static class Declaration
{
    public static string KindOf(TypeDefinition type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        if (type.IsValueType)
        {
            return "struct";
        }

        if (IsDelegate(type))
        {
            return "delegate";
        }

        return (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static class",
            (true, false) => "abstract class",
            (false, true) => "sealed class",
            _ => "class",
        };
    }

    /// <summary>The declarations of all members that another assembly can see.</summary>
    public static IEnumerable<string> MembersOf(TypeDefinition type)
    {
        if (type.IsEnum)
        {
            return type.Fields.Where(field => field.IsLiteral).Select(field => $"{field.Name} = {Literal(field.Constant)}");
        }

        if (IsDelegate(type))
        {
            MethodDefinition invoke = type.Methods.Single(method => method.Name == "Invoke");
            return [$"delegate {TypeText.Of(invoke.ReturnType)} {TypeText.Of(type)}({Parameters(invoke.Parameters)})"];
        }

        return type.Fields.Where(IsSeen).Select(Of)
            .Concat(type.Methods.Where(method => IsSeen(method) && !method.IsGetter && !method.IsSetter && !method.IsAddOn && !method.IsRemoveOn).Select(Of))
            .Concat(type.Properties.Where(property => Accessors(property).Any()).Select(Of))
            .Concat(type.Events.Where(each => IsSeen(each.AddMethod)).Select(Of));
    }

    private static bool IsDelegate(TypeDefinition type) => type.BaseType?.FullName == "System.MulticastDelegate";

    private static bool IsSeen(MethodDefinition method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !(method.IsConstructor && method.IsStatic);

    private static bool IsSeen(FieldDefinition field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static string Of(FieldDefinition field)
    {
        string access = field.IsPublic ? "public" : "protected";
        string name = $"{TypeText.Of(field.FieldType)} {field.Name}";
        return field.IsLiteral
            ? $"{access} const {name} = {Literal(field.Constant)}"
            : $"{access} {(field.IsStatic ? "static " : string.Empty)}{(field.IsInitOnly ? "readonly " : string.Empty)}{name}";
    }

    private static string Of(MethodDefinition method)
    {
        string generic = method.HasGenericParameters ? "`" + method.GenericParameters.Count : string.Empty;
        string name = method.IsConstructor ? ".ctor" : $"{TypeText.Of(method.ReturnType)} {method.Name}{generic}";
        return $"{Modifiers(method)} {name}({Parameters(method.Parameters)})";
    }

    private static string Of(PropertyDefinition property)
    {
        MethodDefinition first = Accessors(property).OrderByDescending(method => method.IsPublic).First();
        string name = property.HasParameters ? $"this[{Parameters(property.Parameters)}]" : property.Name;
        string accessors = string.Concat(Accessors(property).Select(method => method.IsGetter ? " get;" : " set;"));
        return $"{Modifiers(first)} {TypeText.Of(property.PropertyType)} {name} {{{accessors} }}";
    }

    private static string Of(EventDefinition each)
    {
        string[] words = Modifiers(each.AddMethod).Split(' ');
        return $"{string.Join(' ', words)} event {TypeText.Of(each.EventType)} {each.Name}";
    }

    private static IEnumerable<MethodDefinition> Accessors(PropertyDefinition property) =>
        new[] { property.GetMethod, property.SetMethod }.Where(method => method is not null && IsSeen(method));

    private static string Modifiers(MethodDefinition method)
    {
        string access = method.IsPublic ? "public" : "protected";
        if (method.IsStatic)
        {
            return access + " static";
        }

        // A member that only implements an interface is virtual and final in metadata, and has no modifier in C#.
        if (!method.IsVirtual || method.DeclaringType.IsInterface || (method.IsFinal && method.IsNewSlot))
        {
            return access;
        }

        string slot = method.IsAbstract ? "abstract" : method.IsNewSlot ? "virtual" : "override";
        return $"{access} {(method.IsFinal ? "sealed " : string.Empty)}{slot}";
    }

    private static string Parameters(IEnumerable<ParameterDefinition> parameters) => string.Join(", ", parameters.Select(Of));

    private static string Of(ParameterDefinition parameter)
    {
        TypeReference type = parameter.ParameterType;
        string passing = string.Empty;
        if (type is ByReferenceType reference)
        {
            passing = parameter.IsOut ? "out " : "ref ";
            type = reference.ElementType;
        }
        else if (parameter.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == "System.ParamArrayAttribute"))
        {
            passing = "params ";
        }

        string value = parameter.HasConstant ? " = " + Literal(parameter.Constant) : string.Empty;
        return $"{passing}{TypeText.Of(type)} {parameter.Name}{value}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        char letter => $"'\\u{(int)letter:x4}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"A constant of {value.GetType()}."),
    };
}
