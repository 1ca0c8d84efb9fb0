namespace TinyEdge.Runtime.Inference
{
    /// <summary>Sections of a model component, in the order in which they appear.</summary>
    public enum SectionType : ushort
    {
        /// <summary>Feature extraction parameters; parsed by the front end.</summary>
        FrontEnd = 1,

        /// <summary>The INT8 network.</summary>
        Network = 2,

        /// <summary>Class names: ASCII, 16 bytes each, padded with zeros.</summary>
        Labels = 3,

        /// <summary>Digest of the model card; carried, not interpreted.</summary>
        Card = 4,
    }
}
