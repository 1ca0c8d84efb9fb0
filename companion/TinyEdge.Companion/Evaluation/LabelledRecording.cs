using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Evaluation;

/// <summary>A recording and what is known about it.</summary>
public sealed record LabelledRecording(Recording Recording, FanConditions Conditions);
