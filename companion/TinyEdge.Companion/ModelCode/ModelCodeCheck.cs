using System.Reflection;
using System.Runtime.Loader;
using TinyEdge.Bundles;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Companion.ModelCode;

/// <summary>Proves, before it is signed, that an application holds the code of exactly one model: digest, and golden vectors bit for bit.</summary>
public static class ModelCodeCheck
{
    private const string Remedy = "Run 'tinyedge emit-code' on this model, build the application with it and set AppSettings.ModelCode in Configure.";

    /// <param name="parts">The pipeline with table weights and golden vectors.</param>
    /// <param name="application">The application as .NET assembly.</param>
    /// <param name="typeName">Its class.</param>
    /// <returns>The pipeline with its layers as code.</returns>
    /// <exception cref="TinyEdgeException">The application brings no code, or that of another model, or one that computes something else.</exception>
    public static PipelineParts Require(PipelineParts parts, byte[] application, string typeName, string origin)
    {
        NetworkCode code = Load(application, typeName) ?? throw Refused($"{typeName} sets no ModelCode.", ResultCode.ModelCodeMissing);
        PipelineParts coded = parts with { Model = CodeEmitter.Mark(parts.Model), Code = code };
        InferenceRuntime runtime = coded.Prepare(out StaticPool pool, origin);
        pool.Seal();
        ResultCode result = runtime.RunGoldenVectors(new GoldenVectorReader(), out int failed);
        return result == ResultCode.Ok ? coded : throw Refused($"Golden vector {failed} differs: {(int)result} {result}.", result);
    }

    private static NetworkCode? Load(byte[] application, string typeName)
    {
        try
        {
            Assembly assembly = new AssemblyLoadContext("application", isCollectible: true).LoadFromStream(new MemoryStream(application));
            if (assembly.GetType(typeName) is not { } type || Activator.CreateInstance(type) is not IEdgeApp app)
            {
                throw Refused($"It has no class {typeName} that implements IEdgeApp.", ResultCode.AppTypeNotFound);
            }

            AppSettings settings = new();
            app.Configure(settings);
            return settings.ModelCode;
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException or TargetInvocationException)
        {
            throw Refused($"It is not a .NET assembly that can be run here: {error.Message}", ResultCode.AppLoadFailed);
        }
    }

    private static TinyEdgeException Refused(string why, ResultCode code) =>
        new(ExitCode.BadInput, "The application does not hold the code of this model.", why, Remedy, code);
}
