namespace TinyEdge.Faults.Campaigns;

/// <summary>Kinds of cases.</summary>
public enum CampaignPart
{
    /// <summary>Nothing goes wrong.</summary>
    Undisturbed,

    /// <summary>Power is cut once, at every operation in every way.</summary>
    Cuts,

    /// <summary>And once more at every operation of the recovery, in every way.</summary>
    DoubleCuts,

    /// <summary>Five cuts at random, by seed.</summary>
    RandomCuts,

    /// <summary>An operation or a read fails, does nothing, or finds no room, and the power stays on.</summary>
    Errors,

    /// <summary>And power is cut in the recovery from it, at every operation in every way.</summary>
    ErrorThenCut,

    /// <summary>A bit of a file has turned.</summary>
    Rot,
}
