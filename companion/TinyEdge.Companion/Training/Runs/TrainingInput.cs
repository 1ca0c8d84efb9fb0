using System.Security.Cryptography;
using System.Text;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Training.Runs;

/// <summary>A data set and its split, from a folder: a data set with <c>split.json</c>, or the public fan recordings with the split that they are always judged by.</summary>
public static class TrainingInput
{
    /// <param name="splitPath">Null: the usual file of a data set.</param>
    /// <exception cref="TinyEdgeException">Folder or split cannot be used: names file, place and remedy.</exception>
    public static DataSplit Load(string folder, string? splitPath)
    {
        if (!DataSet.IsDataSet(folder) && FanVibrationLayout.IsFanFolder(folder))
        {
            return splitPath is null
                ? DataSplit.Of(FanDataSet.Load(folder), FanDataSet.Split)
                : DataSplit.Load(splitPath, FanDataSet.Load(folder));
        }

        DataSet set = DataSet.Load(folder);
        string path = splitPath ?? Path.Combine(folder, DataSplit.FileName);
        return File.Exists(path)
            ? DataSplit.Load(path, set)
            : throw new DataSetException($"{folder} has no split.", $"There is no {path}.", $"Make one with 'tinyedge data split {folder}': what is learnt from and what is judged on must be apart.");
    }

    /// <summary>Lower-case hex SHA-256 over id and digest of every recording of the set and the part that it is in.</summary>
    public static string Digest(DataSplit split)
    {
        StringBuilder text = new();
        foreach (SplitPart part in Enum.GetValues<SplitPart>())
        {
            foreach (DataRecording recording in split.RecordingsOf(part).OrderBy(r => r.Id, StringComparer.Ordinal))
            {
                text.Append(part).Append(' ').Append(recording.Id).Append(' ').Append(recording.Digest).Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
