using TinyEdge.Companion.Training.Study;

namespace TinyEdge.Tests.Training;

public class StudyLineTests
{
    [Fact]
    public void MeanAndSpread_OfSeeds_AreThoseOfASample()
    {
        StudyLine line = new("a", "text", [0.90, 0.92, 0.94], [0.91, 0.92, 0.96], 0.92);

        Assert.Equal(0.92, line.FloatMean, 12);
        Assert.Equal(0.02, line.FloatSpread, 12);
        Assert.Equal(0.93, line.Int8Mean, 12);
        Assert.Equal(1, line.Int8Points, 9);
        Assert.Equal(2, line.LargestInt8Points, 9);
    }

    [Theory]
    [InlineData(0.95, 0.95, false, true)]
    [InlineData(0.95, 0.94, false, false)]
    [InlineData(0.94, 0.95, false, false)]
    [InlineData(0.94, 0.95, true, true)]
    [InlineData(0.94, 0.96, true, false)]
    public void Holds_BothMeansMustReachTheLimit_InItsDirection(double asFloat, double int8, bool isAtMost, bool holds) =>
        Assert.Equal(holds, new StudyLine("a", "text", [asFloat], [int8], 0.95, IsAtMost: isAtMost).Holds);

    /// <summary>Half a point, either way, and only on lines that are asked for.</summary>
    [Theory]
    [InlineData(0.900, 0.904, true, true)]
    [InlineData(0.900, 0.906, true, false)]
    [InlineData(0.900, 0.894, true, false)]
    [InlineData(0.900, 0.800, false, true)]
    public void Report_Int8AwayFromFloat_HoldsWithinHalfAPoint(double asFloat, double int8, bool isAsked, bool holds)
    {
        StudyLine same = new("b", "text", [0.5], [0.5], null);
        StudyReport report = new([1], 10, 100, [same, new StudyLine("a", "text", [asFloat], [int8], null, IsAsked: isAsked)]);

        Assert.Equal(holds, report.Int8Holds);
        Assert.Equal(holds, report.Holds);
    }

    [Fact]
    public void Write_MissedLine_SaysFailAndShowsEverySeed()
    {
        StudyReport report = new([4, 5], 1431, 8148, [new StudyLine("a-low", "low speed", [0.90, 0.92], [0.91, 0.92], 0.99, 1)]);

        string text = StudyMarkdown.Write(report);

        Assert.Contains("| a-low | low speed | >= 0.99 | >= 1.00 | 0.9100 ± 0.0141 | 0.9150 ± 0.0071 | 0.50 | FAIL |", text);
        Assert.Contains("| a-low | INT8 | 0.9100 | 0.9200 | 1.00 |", text);
        Assert.Contains("Seeds 4, 5", text);
    }
}
