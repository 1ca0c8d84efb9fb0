using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TinyEdge.Companion.Bundling;

/// <summary>
/// What an application assembly must not reach for: threads, whose exceptions halt the platform for ever where no watchdog comes, and the
/// processor, which belongs to the supervisor. The device would take such a bundle back; this says so before it is signed.
/// </summary>
public static class ApplicationCheck
{
    private const string OwnThread = "an exception on a thread of its own halts the device for ever";
    private const string OwnReset = "reboot and sleep are the supervisor's: in a trial either costs an attempt";

    private static readonly Dictionary<string, string> s_refused = new(StringComparer.Ordinal)
    {
        ["System.Threading.Thread..ctor"] = OwnThread,
        ["System.Threading.Timer..ctor"] = OwnThread,
        ["System.Threading.ThreadPool"] = OwnThread,
        ["System.Threading.Tasks.Task"] = OwnThread,
        ["System.Threading.Tasks.TaskFactory"] = OwnThread,
        ["nanoFramework.Runtime.Native.Power"] = OwnReset,
        ["nanoFramework.Hardware.Esp32.Sleep"] = OwnReset,
        ["System.Environment.Exit"] = OwnReset,
        ["System.Environment.FailFast"] = OwnReset,
    };

    /// <summary>Looks at the references of a .NET assembly.</summary>
    /// <param name="image">A .dll. The .pe of a board has no .NET metadata and is not looked at.</param>
    /// <returns>False when the image could not be looked at.</returns>
    /// <exception cref="TinyEdgeException">The application reaches for what it must not.</exception>
    public static bool Check(byte[] image)
    {
        try
        {
            using PEReader file = new(new MemoryStream(image, writable: false));
            if (!file.HasMetadata)
            {
                return false;
            }

            Check(file.GetMetadataReader());
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    private static void Check(MetadataReader metadata)
    {
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference)
            {
                continue;
            }

            TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            string typeName = $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
            string memberName = $"{typeName}.{metadata.GetString(member.Name)}";
            if (s_refused.TryGetValue(typeName, out string? why) || s_refused.TryGetValue(memberName, out why))
            {
                throw new TinyEdgeException(
                    ExitCode.BadInput,
                    $"The application uses {memberName}.",
                    $"An application must not: {why}.",
                    "Do the work in OnDecision, a little at each decision, or in the resident firmware.");
            }
        }
    }
}
