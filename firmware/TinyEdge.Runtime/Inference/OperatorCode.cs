namespace TinyEdge.Runtime.Inference
{
    /// <summary>Operators of a layer record. The numbers are part of the model format.</summary>
    public enum OperatorCode : byte
    {
        FullyConnected = 1,
        Conv2D = 2,
        DepthwiseConv2D = 3,
        AveragePool2D = 4,
        MaxPool2D = 5,
        Reshape = 6,
        Softmax = 7,

        /// <summary>Any function of one int8 by its table; Logistic was the first of them.</summary>
        Logistic = 8,
        Add = 9,
        Mul = 10,
        Pad = 11,
    }
}
