namespace TinyEdge.Runtime.Health
{
    /// <summary>The stages whose time is watched, in the order in which a window passes them.</summary>
    public enum PipelineStage
    {
        /// <summary>Reading the sensor's FIFO.</summary>
        Acquire = 0,

        /// <summary>Window to features.</summary>
        FrontEnd = 1,

        /// <summary>Features to score.</summary>
        Network = 2,

        /// <summary>Score to decision.</summary>
        Decide = 3,
    }
}
