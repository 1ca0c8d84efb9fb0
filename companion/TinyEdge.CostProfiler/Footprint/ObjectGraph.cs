using System.Reflection;
using System.Runtime.CompilerServices;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.CostProfiler.Footprint;

/// <summary>
/// Counts a graph of live device objects in the device's heap layout (<see cref="DeviceLayout"/>), each object once and for one owner. Owners
/// are claimed first, by their main objects; an owner then has everything that can be reached from those without passing through another's.
/// Literals are counted as the cell that refers to flash. What is no device object (a socket of the desktop, a thread) is not entered.
/// </summary>
public sealed class ObjectGraph
{
    private const int StringBytes = DeviceLayout.CellBytes;
    private const int DelegateBytes = 36;

    private readonly Dictionary<object, string> _claims = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Owner, object Root)> _roots = [];
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Gives an object, and what only it leads to, to an owner. Owners are counted in the order of their first claim.</summary>
    /// <param name="root">Null is nobody's.</param>
    public ObjectGraph Claim(string owner, object? root)
    {
        if (root is not null && _claims.TryAdd(root, owner))
        {
            _roots.Add((owner, root));
        }

        return this;
    }

    /// <summary>Claims the arrays that an assembly's static fields hold: they are copied into the heap when it is loaded.</summary>
    public ObjectGraph ClaimStatics(string owner, Assembly assembly)
    {
        foreach (Type type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters && !IsCompilerMade(type)))
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(field => !field.IsLiteral))
            {
                Claim(owner, field.GetValue(null));
            }
        }

        return this;
    }

    /// <summary>Walks the graph.</summary>
    /// <returns>Bytes by owner, in the order of the claims.</returns>
    public IReadOnlyList<HeapShare> Count()
    {
        _seen.Clear();
        Dictionary<string, int> bytes = [];
        foreach ((string owner, object root) in _roots)
        {
            bytes[owner] = bytes.GetValueOrDefault(owner) + Walk(root, owner);
        }

        return [.. _roots.Select(root => root.Owner).Distinct().Select(owner => new HeapShare(owner, bytes[owner], IsEstimated: false))];
    }

    private int Walk(object root, string owner)
    {
        int bytes = 0;
        Stack<object> open = new([root]);
        while (open.TryPop(out object? item))
        {
            if ((_claims.TryGetValue(item, out string? claimedBy) && claimedBy != owner) || !_seen.Add(item))
            {
                continue;
            }

            bytes += SizeOf(item, open);
        }

        return bytes;
    }

    private static int SizeOf(object item, Stack<object> open) => item switch
    {
        string => StringBytes,
        Delegate => DelegateBytes,
        Array array => SizeOfArray(array, open),
        _ when item.GetType() == typeof(object) => DeviceLayout.ObjectBytes(0),
        _ when IsDeviceType(item.GetType()) => SizeOfObject(item, open),
        _ => 0,
    };

    private static int SizeOfArray(Array array, Stack<object> open)
    {
        Type element = array.GetType().GetElementType()!;
        if (element.IsPrimitive)
        {
            return DeviceLayout.ArrayBytes(array.Length, element == typeof(bool) ? 1 : System.Runtime.InteropServices.Marshal.SizeOf(element));
        }

        foreach (object? entry in array)
        {
            Push(entry, open);
        }

        return DeviceLayout.ArrayBytes(array.Length, DeviceLayout.CellBytes);
    }

    private static int SizeOfObject(object item, Stack<object> open)
    {
        int fields = 0;
        for (Type? type = item.GetType(); type is not null && IsDeviceType(type); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                fields++;
                if (!field.FieldType.IsValueType)
                {
                    Push(field.GetValue(item), open);
                }
            }
        }

        return DeviceLayout.ObjectBytes(fields);
    }

    private static void Push(object? item, Stack<object> open)
    {
        if (item is not null)
        {
            open.Push(item);
        }
    }

    /// <summary>Device code is compiled into assemblies of the names that they have on the device.</summary>
    private static bool IsDeviceType(Type type)
        => type.Assembly.GetName().Name is "TinyEdge.Bundles" or "TinyEdge.Kernels" or "TinyEdge.Runtime" or "TinyEdge.App" or "TinyEdge.Firmware";

    private static bool IsCompilerMade(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
