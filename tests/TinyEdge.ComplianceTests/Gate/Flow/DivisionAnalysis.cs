using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Flow;

/// <summary>Finds the divisions of a method whose divisor may be zero, or that may divide the least integer by -1.</summary>
internal static class DivisionAnalysis
{
    public static bool IsDivision(Instruction instruction) => instruction.OpCode.Code is Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un;

    /// <summary>Each division that is not proven, with what is not excluded.</summary>
    public static IReadOnlyList<(Instruction At, string What)> Unproven(MethodDefinition method)
    {
        List<(Instruction At, string What)> found = [];
        if (method.Body.Instructions.Any(IsDivision))
        {
            new PathAnalysis(method, Signs.Ignored).Visit((instruction, machine) =>
            {
                if (IsDivision(instruction) && Judge(instruction, machine.Below, machine.Top) is string what)
                {
                    found.Add((instruction, what));
                }
            });
        }

        return found;
    }

    private static string? Judge(Instruction division, Known dividend, Known divisor)
    {
        if (!divisor.ExcludesZero)
        {
            return "The divisor may be 0.";
        }

        bool isSigned = division.OpCode.Code is Code.Div or Code.Rem;
        return isSigned && !divisor.ExcludesMinusOne && !dividend.ExcludesLeast ? "It may divide the least integer by -1." : null;
    }
}
