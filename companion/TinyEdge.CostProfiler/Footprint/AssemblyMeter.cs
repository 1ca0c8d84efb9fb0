using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.CostProfiler.Footprint;

/// <summary>
/// Estimates what the metadata processor of nanoFramework would make of a compiled assembly: tokens of two bytes instead of four,
/// branches of two, records of fixed size, each name and each signature once. Measured against true files, see ARCHITECTURE.md.
/// </summary>
public sealed class AssemblyMeter
{
    // Sizes of the device's file format: header, and one record of each table.
    private const int HeaderBytes = 124;
    private const int AssemblyReferenceBytes = 12;
    private const int ReferenceBytes = 8;
    private const int TypeBytes = 24;
    private const int FieldBytes = 8;
    private const int MethodBytes = 16;
    private const int AttributeBytes = 8;

    private const int ExceptionRecordBytes = 12;

    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _signatures = new(StringComparer.Ordinal);
    private int _types;
    private int _methods;
    private int _fields;
    private int _staticFields;
    private int _attributes;
    private int _ilBytes;
    private int _staticDataBytes;
    private int _signatureBytes;

    private AssemblyMeter()
    {
    }

    /// <param name="path">A compiled device assembly.</param>
    public static AssemblyFootprint Measure(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        return new AssemblyMeter().Measure(module);
    }

    /// <param name="image">The bytes of a compiled device assembly.</param>
    /// <exception cref="BadImageFormatException">They are none.</exception>
    public static AssemblyFootprint Measure(byte[] image)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(image, writable: false));
        return new AssemblyMeter().Measure(module);
    }

    private AssemblyFootprint Measure(ModuleDefinition module)
    {
        foreach (TypeDefinition type in module.GetTypes().Where(type => type.Name != "<Module>"))
        {
            Count(type);
        }

        _strings.Add(module.Assembly.Name.Name);
        AssemblyNameReference[] assemblies = [.. DeviceReferences(module)];
        TypeReference[] types = [.. module.GetTypeReferences().Where(type => !DeviceNames.IsDesktopOnly(type))];
        MemberReference[] members = [.. module.GetMemberReferences().Where(member => member.DeclaringType is { } owner && !DeviceNames.IsDesktopOnly(owner))];
        AddNames(assemblies.Select(assembly => assembly.Name));
        AddNames(types.SelectMany(type => new[] { type.Name, type.Namespace }));
        AddNames(members.Select(member => member.Name));
        foreach (MethodReference member in members.OfType<MethodReference>())
        {
            AddSignature(member);
        }

        int references = types.Length + members.Length;
        int metadata = HeaderBytes
            + (assemblies.Length * AssemblyReferenceBytes)
            + (references * ReferenceBytes)
            + (_types * TypeBytes)
            + (_fields * FieldBytes)
            + (_methods * MethodBytes)
            + (_attributes * AttributeBytes)
            + RoundUp(_signatureBytes);
        int strings = RoundUp(_strings.Where(text => !DeviceNames.IsInEveryImage(text)).Sum(text => Encoding.UTF8.GetByteCount(text) + 1));
        return new AssemblyFootprint(
            module.Assembly.Name.Name,
            _types,
            _methods,
            _fields,
            RoundUp(_ilBytes),
            strings,
            _staticDataBytes,
            metadata,
            HeapTables.Bytes(assemblies.Length + references, _types, _fields, _methods, _staticFields));
    }

    /// <summary>The desktop's class library is in several assemblies; on the device what this project uses is in the core library and a few named ones.</summary>
    private static IEnumerable<AssemblyNameReference> DeviceReferences(ModuleDefinition module)
    {
        return module.AssemblyReferences
            .GroupBy(assembly => assembly.Name.StartsWith("System.", StringComparison.Ordinal) || assembly.Name.StartsWith("netstandard", StringComparison.Ordinal) ? "mscorlib" : assembly.Name)
            .Select(group => new AssemblyNameReference(group.Key, null));
    }

    private void AddNames(IEnumerable<string> names)
    {
        foreach (string name in names.Where(name => name.Length > 0))
        {
            _strings.Add(name);
        }
    }

    private void Count(TypeDefinition type)
    {
        if (DeviceNames.IsStaticData(type))
        {
            _staticDataBytes += type.Fields.Sum(field => RoundUp(field.InitialValue.Length));
            return;
        }

        if (DeviceNames.IsDesktopOnly(type))
        {
            return;
        }

        _types++;
        AddNames([type.Name, type.Namespace]);
        _attributes += type.CustomAttributes.Count(DeviceNames.IsKept);
        if (type.HasInterfaces)
        {
            AddSignature(string.Join(",", type.Interfaces.Select(i => i.InterfaceType.FullName)), 1 + (2 * type.Interfaces.Count));
        }

        foreach (FieldDefinition field in type.Fields.Where(field => !field.IsLiteral))
        {
            _fields++;
            _staticFields += field.IsStatic ? 1 : 0;
            _strings.Add(field.Name);
            AddSignature("field " + field.FieldType.FullName, 1 + SizeOf(field.FieldType));
        }

        foreach (MethodDefinition method in type.Methods)
        {
            Count(method);
        }
    }

    private void Count(MethodDefinition method)
    {
        _methods++;
        _strings.Add(method.Name);
        _attributes += method.CustomAttributes.Count(DeviceNames.IsKept);
        AddSignature(method);
        if (!method.HasBody)
        {
            return;
        }

        if (method.Body.HasVariables)
        {
            AddSignature("locals " + string.Join(",", method.Body.Variables.Select(v => v.VariableType.FullName)), method.Body.Variables.Sum(v => SizeOf(v.VariableType)));
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            _ilBytes += DeviceSize(instruction);
            if (instruction.Operand is string literal)
            {
                _strings.Add(literal);
            }
        }

        if (method.Body.HasExceptionHandlers)
        {
            _ilBytes += 1 + (method.Body.ExceptionHandlers.Count * ExceptionRecordBytes);
        }
    }

    /// <summary>Tokens and long branches take two bytes on the device; the rest is as ECMA-335 has it.</summary>
    private static int DeviceSize(Instruction instruction)
    {
        return instruction.OpCode.OperandType switch
        {
            OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok or OperandType.InlineString or OperandType.InlineBrTarget
                => instruction.OpCode.Size + 2,
            OperandType.InlineSwitch => instruction.OpCode.Size + 1 + (2 * ((Instruction[])instruction.Operand).Length),
            _ => instruction.GetSize(),
        };
    }

    private void AddSignature(MethodReference method)
    {
        string text = method.ReturnType.FullName + "(" + string.Join(",", method.Parameters.Select(p => p.ParameterType.FullName)) + ")" + method.HasThis;
        AddSignature(text, 2 + SizeOf(method.ReturnType) + method.Parameters.Sum(p => SizeOf(p.ParameterType)));
    }

    private void AddSignature(string text, int bytes)
    {
        _signatureBytes += _signatures.Add(text) ? bytes : 0;
    }

    private static int SizeOf(TypeReference type) => type switch
    {
        ByReferenceType reference => 1 + SizeOf(reference.ElementType),
        ArrayType array => 1 + SizeOf(array.ElementType),
        { IsPrimitive: true } or { MetadataType: MetadataType.Void or MetadataType.String or MetadataType.Object } => 1,
        _ => 3,
    };

    private static int RoundUp(int bytes) => (bytes + 3) & ~3;
}
