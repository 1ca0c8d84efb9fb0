using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;

namespace TinyEdge.Cli.Evaluation;

/// <summary>A data set that a command works on, with its split if there is one: a data set's folder, or the folder of the fan recordings.</summary>
internal sealed record DataSetPart(DataSet Set, DataSplit? Split)
{
    /// <param name="splitFile">Null: the one in the set, if there is one. Fan recordings are split as they always were.</param>
    public static DataSetPart Load(string folder, string? splitFile)
    {
        if (!DataSet.IsDataSet(folder))
        {
            DataSet fan = FanDataSet.Load(folder);
            return new DataSetPart(fan, splitFile is null ? DataSplit.Of(fan, FanDataSet.Split) : DataSplit.Load(splitFile, fan));
        }

        DataSet set = DataSet.Load(folder);
        string path = splitFile ?? Path.Combine(folder, DataSplit.FileName);
        return new DataSetPart(set, splitFile is not null || File.Exists(path) ? DataSplit.Load(path, set) : null);
    }

    public DataSplit RequireSplit() => Split
        ?? throw new DataSetException($"{Set.Folder} has no split.", $"There is no {DataSplit.FileName} in it, so it is not known what was learnt from.", $"Split it with 'tinyedge data split {Set.Folder}', name a split with --split, or judge everything with --part all.");
}
