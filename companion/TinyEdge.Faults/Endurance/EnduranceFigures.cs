namespace TinyEdge.Faults.Endurance;

/// <summary>What many updates do to a volume. Erases are ESTIMATED by the model of <see cref="VirtualDevice.Storage.FlashWear"/>; operations are counted.</summary>
/// <param name="Cycles">Updates: push, trial, confirm, settle.</param>
/// <param name="BundleBytes">Size of each bundle.</param>
/// <param name="VolumeBlocks">Blocks of the volume.</param>
/// <param name="Operations">Operations that write, erase, make or delete, in all.</param>
/// <param name="RecordCommits">Boot records written, in all.</param>
/// <param name="Erases">Erases of all blocks.</param>
/// <param name="MostErasesOfADataBlock">Of the data block that was erased most.</param>
/// <param name="MostErasesOfTheDirectory">Of the more erased of the two blocks of the root directory.</param>
/// <param name="IdleOperationsPerDay">Operations of a day in which nothing happens.</param>
/// <param name="OperationsPerBoot">Operations of a boot that lasts.</param>
public sealed record EnduranceFigures(
    int Cycles,
    int BundleBytes,
    int VolumeBlocks,
    long Operations,
    int RecordCommits,
    long Erases,
    int MostErasesOfADataBlock,
    int MostErasesOfTheDirectory,
    int IdleOperationsPerDay,
    int OperationsPerBoot)
{
    /// <summary>Erases that makers of SPI flash promise of a block.</summary>
    public const int PromisedErases = 100_000;

    /// <summary>Updates until the most used block reaches what its maker promises, estimated.</summary>
    public long EstimatedUpdatesUntilWorn => Cycles * (long)PromisedErases / Math.Max(1, Math.Max(MostErasesOfADataBlock, MostErasesOfTheDirectory));
}
