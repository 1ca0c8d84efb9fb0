using TinyEdge.ComplianceTests.Gate.Rules;

namespace TinyEdge.ComplianceTests.Gate;

/// <summary>All rules, in the order of the table in README.md, which a test compares with this list.</summary>
internal static class RuleSet
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new ListedMembersRule(),
        new GenericsRule(),
        new MultidimensionalArrayRule(),
        new InterfaceBodyRule(),
        new PointerRule(),
        new CheckedArithmeticRule(),
        new VolatileRule(),
        new OpcodeRule(),
        new FilterRule(),
        new FinalizerRule(),
        new StateMachineRule(),
        new StringSwitchRule(),
        new EnumTextRule(),
        new ArrayCastRule(),
        new NullElementRule(),
        new UnsignedAsSignedRule(),
        new DivisionRule(ProvenDivisions.Reasons),
        new StaticOrderRule(),
        new StaticStateRule(),
        new CodeSizeRule(),
        new StringSizeRule(),
        new StaticDataSizeRule(),
        new TypeLimitsRule(),
        new MethodLimitsRule(),
        new HotPathRule(),
        new HotLoopRule(),
    ];

    public static Rule Find(string id) => All.Single(rule => rule.Id == id);
}
