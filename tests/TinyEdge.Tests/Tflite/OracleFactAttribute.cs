namespace TinyEdge.Tests.Tflite;

/// <summary>A fact that runs TensorFlow Lite, reported as skipped where its package or node is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OracleFactAttribute : FactAttribute
{
    internal const string Missing = "TensorFlow Lite not found: npm install --legacy-peer-deps @tensorflow/tfjs-tflite, set TFJS_TFLITE to the package, and TINYEDGE_TFLITE_ORACLE to tflite_node.js unless it lies in ../shared/tools.";

    public OracleFactAttribute()
    {
        if (TfliteOracle.Script is null)
        {
            Skip = Missing;
        }
    }
}

/// <summary>The same for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OracleTheoryAttribute : TheoryAttribute
{
    public OracleTheoryAttribute()
    {
        if (TfliteOracle.Script is null)
        {
            Skip = OracleFactAttribute.Missing;
        }
    }
}
