using Mono.Cecil;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.CostProfiler.Instrumentation;

/// <summary>Sizes of element types on the device.</summary>
internal static class DeviceTypes
{
    /// <summary>Bytes of one array element; references and structs take a cell.</summary>
    public static int ElementBytes(TypeReference element)
    {
        TypeDefinition? definition = element.IsPrimitive ? null : element.Resolve();
        TypeReference stored = definition is { IsEnum: true } ? definition.Fields.First(field => !field.IsStatic).FieldType : element;
        return stored.MetadataType switch
        {
            MetadataType.Boolean or MetadataType.Byte or MetadataType.SByte => 1,
            MetadataType.Char or MetadataType.Int16 or MetadataType.UInt16 => 2,
            MetadataType.Int32 or MetadataType.UInt32 or MetadataType.Single => 4,
            MetadataType.Int64 or MetadataType.UInt64 or MetadataType.Double => 8,
            _ => DeviceLayout.CellBytes,
        };
    }
}
