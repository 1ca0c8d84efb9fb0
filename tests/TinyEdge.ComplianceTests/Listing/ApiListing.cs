namespace TinyEdge.ComplianceTests.Listing;

/// <summary>Every type of every assembly that a device has, and the questions that are asked of it.</summary>
internal sealed class ApiListing
{
    private static readonly Lazy<ApiListing> s_device = new(() => ReadFolder(Path.Combine(AppContext.BaseDirectory, "Api")));

    private readonly Dictionary<string, ApiType> _types = [];
    private readonly Dictionary<string, string> _assemblyOf = [];
    private readonly Dictionary<string, HashSet<string>> _signatures = [];

    public ApiListing(IEnumerable<(string Assembly, IReadOnlyList<ApiType> Types)> files)
    {
        foreach ((string assembly, IReadOnlyList<ApiType> types) in files)
        {
            foreach (ApiType type in types)
            {
                if (!_types.TryAdd(type.Name, type))
                {
                    throw new FormatException($"{type.Name} is declared by {_assemblyOf[type.Name]} and by {assembly}.");
                }

                _assemblyOf.Add(type.Name, assembly);
                _signatures.Add(type.Name, [.. type.Members.SelectMany(member => Signatures.Of(type, member))]);
            }
        }

        foreach (string name in _types.Values.Where(type => !type.IsEnum).SelectMany(type => type.Heritage))
        {
            if (!_types.ContainsKey(name))
            {
                throw new FormatException($"{name} is a base or an interface in the listing, and is not declared there.");
            }
        }
    }

    /// <summary>The listing of the folder Api/, read once.</summary>
    public static ApiListing Device => s_device.Value;

    public IReadOnlyCollection<ApiType> Types => _types.Values;

    public static ApiListing ReadFolder(string folder) => new(
        Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal)
            .Select(file => ListingParser.Parse(Path.GetFileName(file), File.ReadAllLines(file))));

    public ApiType? Find(string name) => _types.GetValueOrDefault(name);

    /// <summary>The assembly that declares a type, or null.</summary>
    public string? AssemblyOf(string type) => _assemblyOf.GetValueOrDefault(type);

    public string? BaseOf(ApiType type)
    {
        if (type.Kind is "struct" or "enum")
        {
            return type.Name == "System.ValueType" ? null : "System.ValueType";
        }

        if (type.IsDelegate)
        {
            return "System.MulticastDelegate";
        }

        string? named = type.Heritage.FirstOrDefault(name => !_types[name].IsInterface);
        return named ?? (type.Name == "object" || type.IsInterface ? null : "object");
    }

    public IEnumerable<string> InterfacesOf(ApiType type) =>
        type.IsEnum ? [] : type.Heritage.Where(name => _types[name].IsInterface);

    /// <summary>True when a type or one that it derives from declares a member of this signature (see <see cref="Signatures"/>).</summary>
    public bool Declares(string typeName, string signature)
    {
        for (ApiType? type = Find(typeName); type is not null; type = BaseOf(type) is string name ? Find(name) : null)
        {
            if (_signatures[type.Name].Contains(signature) || InterfacesOf(type).Any(each => type.IsInterface && _signatures[each].Contains(signature)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Listed members of a name, for a message that says what there is instead.</summary>
    public IEnumerable<string> MembersNamed(string typeName, string name) =>
        Find(typeName)?.Members.Where(member => member.Name == name || name.EndsWith("_" + member.Name, StringComparison.Ordinal)).Select(member => member.Text) ?? [];
}
