namespace TinyEdge.Companion.Models;

/// <summary>A function of one int8 that the device runs as a table of 256 entries.</summary>
public abstract record TableFunction
{
    /// <summary>TensorFlow Lite's name of the operator.</summary>
    public abstract string Name { get; }

    /// <summary>Entry i is the output for input i - 128.</summary>
    public sbyte[] Build(TensorSpec input, TensorSpec output, Rounding rounding)
    {
        sbyte[] table = new sbyte[256];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = Of(i - 128, input, output, rounding);
        }

        return table;
    }

    protected abstract sbyte Of(int value, TensorSpec input, TensorSpec output, Rounding rounding);

    /// <summary>As TensorFlow Lite fills its int8 tables: dequantise, function, requantise, each in single precision.</summary>
    protected static sbyte InSingle(int value, TensorSpec input, TensorSpec output, Func<float, float> function)
    {
        float transformed = function(input.Scale * (value - input.ZeroPoint));
        double rounded = Math.Round(transformed * (1f / output.Scale), MidpointRounding.AwayFromZero);
        return (sbyte)Math.Clamp(rounded + output.ZeroPoint, sbyte.MinValue, sbyte.MaxValue);
    }

    protected static sbyte Clamp(long value, Activation activation, TensorSpec output)
    {
        (sbyte min, sbyte max) = ActivationClamp.Of(activation, output);
        return (sbyte)Math.Clamp(value, min, max);
    }
}

/// <summary>1 / (1 + exp(-x)); output scale 1/256, zero point -128.</summary>
public sealed record LogisticFunction : TableFunction
{
    public override string Name => "LOGISTIC";

    protected override sbyte Of(int value, TensorSpec input, TensorSpec output, Rounding rounding) =>
        InSingle(value, input, output, x => (float)(1.0 / (1.0 + DeterministicExp.Of(-x))));
}

/// <summary>tanh(x); output scale 1/128, zero point 0.</summary>
public sealed record TanhFunction : TableFunction
{
    public override string Name => "TANH";

    protected override sbyte Of(int value, TensorSpec input, TensorSpec output, Rounding rounding) =>
        InSingle(value, input, output, x =>
        {
            double e = DeterministicExp.Of(-2.0 * Math.Abs(x));
            return (float)(Math.Sign(x) * (1 - e) / (1 + e));
        });
}

/// <summary>RELU or RELU6 as an operator of its own, with its own output scale.</summary>
public sealed record ReluFunction(Activation Activation) : TableFunction
{
    public override string Name => Activation == Activation.Relu6 ? "RELU6" : "RELU";

    protected override sbyte Of(int value, TensorSpec input, TensorSpec output, Rounding rounding) =>
        Clamp(output.ZeroPoint + FixedScaler.Apply(value - input.ZeroPoint, Multipliers.OfRelu(input.Scale, output.Scale), rounding), Activation, output);
}

/// <summary>The same values at another scale and zero point: QUANTIZE from int8 to int8.</summary>
public sealed record RescaleFunction : TableFunction
{
    public override string Name => "QUANTIZE";

    protected override sbyte Of(int value, TensorSpec input, TensorSpec output, Rounding rounding) =>
        Clamp(output.ZeroPoint + FixedScaler.Apply(value - input.ZeroPoint, Multipliers.OfRescale(input.Scale, output.Scale), rounding), Activation.None, output);
}

/// <summary>Sum with one constant.</summary>
/// <param name="Value">The constant, quantised.</param>
public sealed record AddConstantFunction(sbyte Value, float Scale, sbyte ZeroPoint, Activation Activation) : TableFunction
{
    public override string Name => "ADD";

    protected override sbyte Of(int value, TensorSpec input, TensorSpec output, Rounding rounding)
    {
        TensorSpec constant = TensorSpec.Vector("constant", 1, Scale, ZeroPoint);
        return Reference.ElementwiseReference.Add(value, Value, input, constant, output, Activation, rounding);
    }
}

/// <summary>Product with one constant.</summary>
/// <param name="Value">The constant, quantised.</param>
public sealed record MulConstantFunction(sbyte Value, float Scale, sbyte ZeroPoint, Activation Activation) : TableFunction
{
    public override string Name => "MUL";

    protected override sbyte Of(int value, TensorSpec input, TensorSpec output, Rounding rounding)
    {
        TensorSpec constant = TensorSpec.Vector("constant", 1, Scale, ZeroPoint);
        return Reference.ElementwiseReference.Mul(value, Value, input, constant, output, Activation, rounding);
    }
}

/// <summary>A table whose function is not known.</summary>
/// <param name="Entries">256 values.</param>
public sealed record OpaqueFunction(sbyte[] Entries) : TableFunction
{
    public override string Name => "TABLE";

    protected override sbyte Of(int value, TensorSpec input, TensorSpec output, Rounding rounding) => Entries[value + 128];
}
