namespace TinyEdge.Bundles
{
    /// <summary>Where a parser hands on what it has verified.</summary>
    public interface IBundleSink
    {
        /// <summary>
        /// The head is complete, signed by a trusted key and consistent. Compatibility, replay and budgets are decided here;
        /// any code but Ok refuses the bundle.
        /// </summary>
        ResultCode OnHead(BundleParser parser);

        /// <summary>
        /// A whole block whose digest matches: the first <see cref="BundlePrefix.BlockSize"/> bytes of <paramref name="block"/>,
        /// which belongs to the parser and is good until the call returns. Any code but Ok stops the parser.
        /// </summary>
        ResultCode OnBlock(BundleParser parser, int index, byte[] block);
    }
}
