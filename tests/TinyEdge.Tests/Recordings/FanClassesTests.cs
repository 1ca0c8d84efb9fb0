using TinyEdge.Companion.Recordings;

namespace TinyEdge.Tests.Recordings;

public class FanClassesTests
{
    [Theory]
    [InlineData(FanSpeed.Off, MachineState.Off, "off")]
    [InlineData(FanSpeed.Low, MachineState.Healthy, "low")]
    [InlineData(FanSpeed.Low, MachineState.Fault, "low-fault")]
    [InlineData(FanSpeed.Medium, MachineState.Healthy, "medium")]
    [InlineData(FanSpeed.Medium, MachineState.Fault, "medium-fault")]
    [InlineData(FanSpeed.High, MachineState.Healthy, "high")]
    [InlineData(FanSpeed.High, MachineState.Fault, "high-fault")]
    public void IndexOf_SpeedAndState_IsTheClassOfThatName(FanSpeed speed, MachineState state, string label)
    {
        int index = FanClasses.IndexOf(FanTarget.SpeedAndState, new FanConditions(speed, state, IsMoving: false));

        Assert.Equal(label, FanClasses.Labels(FanTarget.SpeedAndState)[index]);
        Assert.Equal(state, FanClasses.StateOf(FanTarget.SpeedAndState, index));
    }

    [Fact]
    public void SumStates_Probabilities_AddUpBySpeed()
    {
        float[] sums = FanClasses.SumStates(FanTarget.SpeedAndState, [0.0625f, 0.125f, 0.25f, 0.0625f, 0.125f, 0.125f, 0.25f]);

        Assert.Equal([0.3125f, 0.625f, 0.0625f], sums);
        Assert.Equal([1f, 2f, 3f], FanClasses.SumStates(FanTarget.State, [1f, 2f, 3f]));
    }
}
