namespace TinyEdge.Companion.Models;

/// <summary>The clamp that a fused activation is: zero and six in the output's quantisation, within int8, as TensorFlow Lite computes them.</summary>
public static class ActivationClamp
{
    public static (sbyte Min, sbyte Max) Of(Activation activation, TensorSpec output)
    {
        sbyte min = activation is Activation.Relu or Activation.Relu6 ? output.ZeroPoint : sbyte.MinValue;
        if (activation is not Activation.Relu6)
        {
            return (min, sbyte.MaxValue);
        }

        float six = MathF.Round(6f / output.Scale, MidpointRounding.AwayFromZero);
        return (min, (sbyte)Math.Min(sbyte.MaxValue, output.ZeroPoint + (double)six));
    }
}
