namespace TinyEdge.Companion.Tflite;

/// <summary>Numbers of TensorFlow Lite's BuiltinOperator (schema.fbs) that the importer knows, and what to say about others.</summary>
internal static class TfliteOperator
{
    public const int AveragePool2D = 1;
    public const int Conv2D = 3;
    public const int DepthwiseConv2D = 4;
    public const int Dequantize = 6;
    public const int FullyConnected = 9;
    public const int Logistic = 14;
    public const int MaxPool2D = 17;
    public const int Reshape = 22;
    public const int Softmax = 25;
    public const int Custom = 32;
    public const int Squeeze = 43;
    public const int ExpandDims = 70;
    public const int Quantize = 114;

    public static bool IsSupported(int code) =>
        code is AveragePool2D or Conv2D or DepthwiseConv2D or Dequantize or FullyConnected or Logistic or MaxPool2D or Reshape or Softmax or Squeeze or ExpandDims or Quantize;

    /// <summary>Name and what to do about an operator that the engine does not run.</summary>
    public static string Advise(int code, string customName) => code switch
    {
        0 => "ADD (a residual branch: the engine runs a plain chain, remove the branch)",
        2 => "CONCATENATION (the engine runs a plain chain, remove the branch)",
        Custom => $"custom operator '{customName}' (replace it by built-in layers)",
        18 => "MUL (fold the scaling into the layer before it)",
        19 => "RELU (let the converter fuse it: put the activation on the layer before it)",
        21 => "RELU6 (let the converter fuse it: put the activation on the layer before it)",
        28 => "TANH (use relu or sigmoid)",
        34 => "PAD (use padding='same' on the layer after it)",
        40 => "MEAN (use AveragePooling2D with the full extent as its pool size)",
        41 => "SUB (fold the offset into the layer before it)",
        45 => "STRIDED_SLICE (give the network the slice only)",
        44 or 99 => "an LSTM (recurrent layers are not run: use convolutions over time)",
        83 => "PACK (fix the batch size to 1 before converting)",
        77 => "SHAPE (fix the batch size to 1 before converting)",
        _ => $"built-in operator {code} (use FullyConnected, Conv, DepthwiseConv, AveragePool, MaxPool, Reshape, Softmax or sigmoid layers)",
    };
}
