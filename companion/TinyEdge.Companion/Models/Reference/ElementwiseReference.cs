using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models.Reference;

/// <summary>Add and Mul of two values.</summary>
internal static class ElementwiseReference
{
    public static sbyte[] Eval(ElementwiseSpec spec, TensorSpec first, TensorSpec second, sbyte[] input, sbyte[] other, Rounding rounding)
    {
        sbyte[] output = new sbyte[spec.Output.Length];
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = spec.Operator == OperatorCode.Add
                ? Add(input[i], other[i], first, second, spec.Output, spec.Activation, rounding)
                : Mul(input[i], other[i], first, second, spec.Output, spec.Activation, rounding);
        }

        return output;
    }

    public static sbyte Add(int a, int b, TensorSpec first, TensorSpec second, TensorSpec to, Activation activation, Rounding rounding)
    {
        (QuantizedMultiplier input, QuantizedMultiplier other, QuantizedMultiplier output) = Multipliers.OfSum(first.Scale, second.Scale, to.Scale);
        long sum = FixedScaler.Apply((a - first.ZeroPoint) << ModelFormat.AddLeftShift, input, rounding)
            + FixedScaler.Apply((b - second.ZeroPoint) << ModelFormat.AddLeftShift, other, rounding);
        return Clamp(FixedScaler.Apply(sum, output, rounding), activation, to);
    }

    public static sbyte Mul(int a, int b, TensorSpec first, TensorSpec second, TensorSpec to, Activation activation, Rounding rounding) =>
        Clamp(FixedScaler.Apply((a - first.ZeroPoint) * (b - second.ZeroPoint), Multipliers.OfProduct(first.Scale, second.Scale, to.Scale), rounding), activation, to);

    private static sbyte Clamp(long value, Activation activation, TensorSpec to)
    {
        (sbyte min, sbyte max) = ActivationClamp.Of(activation, to);
        return (sbyte)Math.Clamp(value + to.ZeroPoint, min, max);
    }
}
