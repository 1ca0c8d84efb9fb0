using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate;

/// <summary>
/// Sizes that an assembly has once the metadata processor converted it. Code is exact but for locks, which are some bytes longer here. Names and signatures are upper bounds: the
/// processor leaves out members that nobody uses and the names that the firmware has in a table of its own.
/// </summary>
internal static class DeviceImage
{
    private const int HandlerBytes = 12;

    /// <summary>Upper bound of one type in a signature: a tag and a token.</summary>
    private const int SignatureTypeBytes = 3;

    /// <summary>Calling convention and count of a signature, or the length before array data.</summary>
    private const int SignatureHeadBytes = 2;

    public static int CodeBytes(ModuleDefinition module) => module.GetTypes().SelectMany(type => type.Methods).Sum(CodeBytes);

    /// <summary>Opcodes as on .NET; tokens and branches are two bytes, a switch one byte and two a target, a handler twelve and one byte for all.</summary>
    public static int CodeBytes(MethodDefinition method)
    {
        if (!method.HasBody)
        {
            return 0;
        }

        int handlers = method.Body.ExceptionHandlers.Count;
        return method.Body.Instructions.Sum(each => each.OpCode.Size + OperandBytes(each)) + (handlers == 0 ? 0 : (handlers * HandlerBytes) + 1);
    }

    /// <summary>Each different string once, as UTF-8 with a final zero: namespaces, names of all that is defined or referred to, and literals.</summary>
    public static int StringBytes(ModuleDefinition module)
    {
        HashSet<string> strings = [string.Empty, module.Assembly.Name.Name];
        strings.UnionWith(module.AssemblyReferences.Select(reference => reference.Name));
        foreach (TypeReference type in module.GetTypes().Concat(module.GetTypeReferences()))
        {
            strings.Add(type.Namespace);
            strings.Add(type.Name);
        }

        strings.UnionWith(module.GetMemberReferences().Select(member => member.Name));
        foreach (TypeDefinition type in module.GetTypes())
        {
            strings.UnionWith(type.Fields.Where(field => !field.HasConstant).Select(field => field.Name));
            strings.UnionWith(type.Methods.Select(method => method.Name));
            strings.UnionWith(type.Methods.Where(method => method.HasBody).SelectMany(method => method.Body.Instructions).Select(each => each.Operand).OfType<string>());
        }

        return strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1);
    }

    /// <summary>Each different array of data and each different signature once: they share a table.</summary>
    public static int StaticDataBytes(ModuleDefinition module)
    {
        IEnumerable<byte[]> data = module.GetTypes().SelectMany(type => type.Fields).Select(field => field.InitialValue).Where(value => value.Length != 0);
        int dataBytes = data.DistinctBy(Convert.ToHexString).Sum(value => SignatureHeadBytes + value.Length);
        return dataBytes + Signatures(module).Distinct().Sum(signature => SignatureHeadBytes + (SignatureTypeBytes * (signature.Count(letter => letter == ',') + 1)));
    }

    private static IEnumerable<string> Signatures(ModuleDefinition module)
    {
        foreach (TypeDefinition type in module.GetTypes())
        {
            foreach (MethodDefinition method in type.Methods)
            {
                yield return "m" + string.Join(',', method.Parameters.Select(parameter => parameter.ParameterType.FullName).Prepend(method.ReturnType.FullName));
                if (method.HasBody)
                {
                    yield return "l" + string.Join(',', method.Body.Variables.Select(variable => variable.VariableType.FullName));
                }
            }

            foreach (FieldDefinition field in type.Fields)
            {
                yield return "f" + field.FieldType.FullName;
            }
        }

        foreach (MethodReference method in module.GetMemberReferences().OfType<MethodReference>())
        {
            yield return "m" + string.Join(',', method.Parameters.Select(parameter => parameter.ParameterType.FullName).Prepend(method.ReturnType.FullName));
        }
    }

    private static int OperandBytes(Instruction instruction) => instruction.OpCode.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineArg or OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineArg or OperandType.InlineVar or OperandType.InlineBrTarget => 2,
        OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineString or OperandType.InlineType => 2,
        OperandType.InlineSwitch => 1 + (2 * ((Instruction[])instruction.Operand).Length),
        OperandType.InlineI or OperandType.ShortInlineR or OperandType.InlineTok or OperandType.InlineSig => 4,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => throw new NotSupportedException(instruction.OpCode.OperandType.ToString()),
    };
}
