namespace TinyEdge.Companion.DataSets;

/// <summary>One file of a data set: recordings that were made under the same conditions, in the order of recording.</summary>
/// <param name="Name">Name of the file without folder and ending.</param>
/// <param name="Group">Recordings of one group never come into two parts of a split by group: one session, one machine, one mounting.</param>
/// <param name="Label">The class that a network should answer.</param>
/// <param name="SensorRange">Largest value that the sensor can show, in the unit of the set; null when not known.</param>
/// <param name="Recordings">How many there are.</param>
/// <param name="Samples">Samples per axis in all of them: what tells a file that was cut short.</param>
public sealed record DataSetFile(string Name, string Group, string Label, RecordingTags Tags, double? SensorRange, int Recordings, int Samples);
