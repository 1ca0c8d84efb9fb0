namespace TinyEdge.Runtime.Memory
{
    /// <summary>Who a pool byte belongs to; the rows of the memory report.</summary>
    public enum PoolOwner
    {
        SampleRing = 0,
        FrontEnd = 1,
        FeatureRing = 2,
        Weights = 3,
        Arena = 4,
        Network = 5,
        Detector = 6,
        Health = 7,
        App = 8,
    }
}
