namespace TinyEdge.Companion.Validation;

/// <summary>One recording as the network sees it, and what is known about it.</summary>
/// <param name="Id">File and number of the recording.</param>
/// <param name="Class">Index of its label among the model's labels.</param>
/// <param name="Stratum">Its tags, as <c>speed=low mounting=moving</c>.</param>
/// <param name="Features">(frames, features) int8, the newest of the recording, from the device's own front end.</param>
/// <param name="Counts">(samples, axes) int16, what the front end was given.</param>
public sealed record ValidationSample(string Id, int Class, string Stratum, sbyte[] Features, short[] Counts);
