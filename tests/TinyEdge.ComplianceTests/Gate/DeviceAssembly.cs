using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate;

/// <summary>An assembly that goes on a device, as the rules see it: its module, or a part of it.</summary>
internal sealed class DeviceAssembly
{
    private readonly Func<TypeDefinition, bool> _isChecked;

    /// <param name="isChecked">When given, only these types are looked at: the samples of one rule.</param>
    public DeviceAssembly(ModuleDefinition module, Func<TypeDefinition, bool>? isChecked = null)
    {
        Module = module;
        Name = module.Assembly.Name.Name;
        IsPart = isChecked is not null;
        _isChecked = isChecked ?? (_ => true);
    }

    public ModuleDefinition Module { get; }

    public string Name { get; }

    /// <summary>True when only some types of the assembly are looked at.</summary>
    public bool IsPart { get; }

    /// <summary>Every type, nested ones too, but the empty type of module-level members.</summary>
    public IEnumerable<TypeDefinition> Types => Module.GetTypes().Where(type => type.Name != "<Module>" && _isChecked(type) && !CompilerMade.IsAttribute(type));

    public IEnumerable<MethodDefinition> Methods => Types.SelectMany(type => type.Methods);

    public IEnumerable<MethodDefinition> Bodies => Methods.Where(method => method.HasBody);
}
