namespace TinyEdge.Companion.Planning;

/// <summary>One way to hold a layer's weights, and what it takes.</summary>
/// <param name="PoolBytes">Pool bytes of the layer, weights and scratch, device layout.</param>
public sealed record LayerChoice(LayerLayout Layout, int PoolBytes, LayerCost Cost);

/// <summary>What was chosen for one layer, and what the alternatives would have taken.</summary>
/// <param name="Choices">Every layout whose proof holds, the chosen one among them.</param>
/// <param name="Refused">Layouts whose fields could overflow with these weights.</param>
public sealed record LayerPlan(int Index, string Operator, int Inputs, int Outputs, int Macs, LayerChoice Chosen, IReadOnlyList<LayerChoice> Choices, IReadOnlyList<LayerLayout> Refused);

/// <summary>Layouts for a whole model: the fastest that fit the memory.</summary>
/// <param name="Model">The model component with the choice written into its layer records.</param>
/// <param name="PoolBytes">All pools of the pipeline with these layouts.</param>
/// <param name="BudgetBytes">What they had to fit.</param>
public sealed record LayoutPlan(byte[] Model, IReadOnlyList<LayerPlan> Layers, int PoolBytes, int BudgetBytes);
