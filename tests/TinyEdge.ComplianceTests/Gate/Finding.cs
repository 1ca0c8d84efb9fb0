namespace TinyEdge.ComplianceTests.Gate;

/// <summary>One place where device code breaks a rule.</summary>
/// <param name="Rule">Its id, title and what to do instead come from here.</param>
/// <param name="Assembly">Name of the assembly.</param>
/// <param name="Type">Full name of the type, or null for the assembly as a whole.</param>
/// <param name="Method">Name and parameters of the method, or null.</param>
/// <param name="Offset">IL offset, or null.</param>
/// <param name="Source">file(line), where a symbol file is beside the assembly.</param>
/// <param name="What">What stands there.</param>
internal sealed record Finding(Rule Rule, string Assembly, string? Type, string? Method, int? Offset, string? Source, string What)
{
    public override string ToString()
    {
        string place = string.Join(' ', new[]
        {
            Assembly,
            Method is null ? Type : $"{Type}::{Method}",
            Offset is int offset ? $"IL_{offset:x4}" : null,
            Source,
        }.Where(part => part is not null));
        return $"{Rule.Id} {Rule.Title}: {place}: {What} {Rule.Instead}";
    }
}
