using Mono.Cecil;

namespace TinyEdge.CostProfiler.Instrumentation;

/// <summary>What instrumented code refers to: two static fields of its own assembly and the methods of <see cref="CostMeter"/>.</summary>
internal sealed class MeterReferences
{
    public const string HolderName = "<CostMeter>";
    public const string SlotsName = "Slots";
    public const string MeterName = "Meter";

    public MeterReferences(ModuleDefinition module)
    {
        TypeReference meterType = module.ImportReference(typeof(CostMeter));
        Int64 = module.TypeSystem.Int64;
        IntPtr = module.TypeSystem.IntPtr;
        SlotsType = new PointerType(Int64);
        FieldDefinition slots = new(SlotsName, FieldAttributes.Public | FieldAttributes.Static, SlotsType);
        FieldDefinition meter = new(MeterName, FieldAttributes.Public | FieldAttributes.Static, meterType);
        TypeDefinition holder = new(string.Empty, HolderName, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.Class, module.TypeSystem.Object);
        holder.Fields.Add(slots);
        holder.Fields.Add(meter);
        module.Types.Add(holder);
        SlotsField = slots;
        MeterField = meter;
        NoteArray = module.ImportReference(typeof(CostMeter).GetMethod(nameof(CostMeter.NoteArray)));
        NoteLibraryCall = module.ImportReference(typeof(CostMeter).GetMethod(nameof(CostMeter.NoteLibraryCall)));
        Enter = module.ImportReference(typeof(CostMeter).GetMethod(nameof(CostMeter.Enter)));
        Leave = module.ImportReference(typeof(CostMeter).GetMethod(nameof(CostMeter.Leave)));
    }

    public TypeReference Int64 { get; }

    public TypeReference IntPtr { get; }

    public TypeReference SlotsType { get; }

    public FieldReference SlotsField { get; }

    public FieldReference MeterField { get; }

    public MethodReference NoteArray { get; }

    public MethodReference NoteLibraryCall { get; }

    public MethodReference Enter { get; }

    public MethodReference Leave { get; }
}
