namespace TinyEdge.Companion.Tflite;

/// <summary>Numbers of TensorFlow Lite's BuiltinOperator (schema.fbs) that the importer knows, and what to say about others.</summary>
internal static class TfliteOperator
{
    public const int Add = 0;
    public const int AveragePool2D = 1;
    public const int Conv2D = 3;
    public const int DepthwiseConv2D = 4;
    public const int Dequantize = 6;
    public const int FullyConnected = 9;
    public const int Logistic = 14;
    public const int MaxPool2D = 17;
    public const int Mul = 18;
    public const int Relu = 19;
    public const int Relu6 = 21;
    public const int Reshape = 22;
    public const int Softmax = 25;
    public const int Tanh = 28;
    public const int Custom = 32;
    public const int Pad = 34;
    public const int Mean = 40;
    public const int Squeeze = 43;
    public const int ExpandDims = 70;
    public const int Quantize = 114;

    /// <summary>TensorFlow Lite's name; null for an operator that the importer does not know.</summary>
    public static string? NameOf(int code) => code switch
    {
        Add => "ADD",
        AveragePool2D => "AVERAGE_POOL_2D",
        Conv2D => "CONV_2D",
        DepthwiseConv2D => "DEPTHWISE_CONV_2D",
        Dequantize => "DEQUANTIZE",
        FullyConnected => "FULLY_CONNECTED",
        Logistic => "LOGISTIC",
        MaxPool2D => "MAX_POOL_2D",
        Mul => "MUL",
        Relu => "RELU",
        Relu6 => "RELU6",
        Reshape => "RESHAPE",
        Softmax => "SOFTMAX",
        Tanh => "TANH",
        Pad => "PAD",
        Mean => "MEAN",
        Squeeze => "SQUEEZE",
        ExpandDims => "EXPAND_DIMS",
        Quantize => "QUANTIZE",
        _ => null,
    };

    public static bool IsSupported(int code) => NameOf(code) is not null;

    /// <summary>Name and what to do about an operator that the engine does not run.</summary>
    public static string Advise(int code, string customName) => code switch
    {
        2 => "CONCATENATION (add the branches instead, or give the layer after them one input)",
        5 => "DEPTH_TO_SPACE (use a strided convolution)",
        11 => "L2_NORMALIZATION (normalise in the front end)",
        20 => "RELU_N1_TO_1 (use relu or relu6)",
        23 => "RESIZE_BILINEAR (use pooling or strides)",
        Custom => $"custom operator '{customName}' (replace it by built-in layers)",
        36 => "GATHER (give the network only what it needs)",
        39 => "TRANSPOSE (train with channels last, so that the converter needs none)",
        41 => "SUB (add the negative instead, or fold the offset into the layer before it)",
        42 => "DIV (multiply by the inverse)",
        45 => "STRIDED_SLICE (give the network the slice only)",
        44 or 99 => "an LSTM (recurrent layers are not run: use convolutions over time)",
        49 => "SPLIT (use separate layers)",
        50 => "LOG_SOFTMAX (use softmax)",
        53 => "CAST (convert with int8 inputs and outputs)",
        54 => "PRELU (use relu)",
        55 => "MAXIMUM (use relu)",
        57 => "MINIMUM (use relu6)",
        60 => "PADV2 (pad with zero, which is PAD)",
        74 => "SUM (use a mean)",
        77 => "SHAPE (fix the batch size to 1 before converting)",
        82 => "REDUCE_MAX (use MaxPooling2D with the full extent as its pool size)",
        83 => "PACK (fix the batch size to 1 before converting)",
        97 => "RESIZE_NEAREST_NEIGHBOR (use pooling or strides)",
        98 => "LEAKY_RELU (use relu)",
        111 => "ELU (use relu)",
        117 => "HARD_SWISH (use relu6)",
        _ => $"built-in operator {code} (use FullyConnected, Conv, DepthwiseConv, pools, Mean, Add, Mul, Pad, Reshape, Softmax, sigmoid, tanh or relu)",
    };
}
