using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

/// <summary>Every type that an assembly names, with the place where it does, arrays and references taken apart.</summary>
internal static class ReferencedTypes
{
    /// <summary>Types in the shape of a method: parameters, return type, locals, caught exceptions and operands.</summary>
    public static IEnumerable<(TypeReference Type, Mono.Cecil.Cil.Instruction? At)> Of(MethodDefinition method)
    {
        yield return (method.ReturnType, null);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            yield return (parameter.ParameterType, null);
        }

        if (!method.HasBody)
        {
            yield break;
        }

        foreach (Mono.Cecil.Cil.VariableDefinition variable in method.Body.Variables)
        {
            yield return (variable.VariableType, null);
        }

        foreach (Mono.Cecil.Cil.ExceptionHandler handler in method.Body.ExceptionHandlers.Where(handler => handler.CatchType is not null))
        {
            yield return (handler.CatchType, handler.HandlerStart);
        }

        foreach (Mono.Cecil.Cil.Instruction instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    yield return (type, instruction);
                    break;
                case MethodReference called:
                    yield return (called.DeclaringType, instruction);
                    yield return (called.ReturnType, instruction);
                    foreach (ParameterDefinition parameter in called.Parameters)
                    {
                        yield return (parameter.ParameterType, instruction);
                    }

                    break;
                case FieldReference field:
                    yield return (field.DeclaringType, instruction);
                    yield return (field.FieldType, instruction);
                    break;
            }
        }
    }

    /// <summary>Types in the shape of a type: base, interfaces, fields.</summary>
    public static IEnumerable<TypeReference> Of(TypeDefinition type)
    {
        IEnumerable<TypeReference> heritage = type.Interfaces.Select(each => each.InterfaceType).Concat(type.Fields.Select(field => field.FieldType));
        return type.BaseType is null ? heritage : heritage.Prepend(type.BaseType);
    }

    /// <summary>The type itself and every type inside it: elements, generic arguments, modifiers.</summary>
    public static IEnumerable<TypeReference> Parts(TypeReference type)
    {
        yield return type;
        IEnumerable<TypeReference> inner = type switch
        {
            GenericInstanceType instance => instance.GenericArguments.Append(instance.ElementType),
            IModifierType modified => [modified.ElementType, modified.ModifierType],
            TypeSpecification specification => [specification.ElementType],
            _ => [],
        };
        foreach (TypeReference part in inner.SelectMany(Parts))
        {
            yield return part;
        }
    }
}
