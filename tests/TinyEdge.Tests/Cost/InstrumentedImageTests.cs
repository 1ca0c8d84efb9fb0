using TinyEdge.CostProfiler;
using TinyEdge.CostProfiler.Costs;
using TinyEdge.CostProfiler.Instrumentation;

namespace TinyEdge.Tests.Cost;

/// <summary>Counts against counting by hand. One class: one thread runs the image.</summary>
public sealed class InstrumentedImageTests
{
    private static readonly int s_leastFrame = StackFrameLayout.NativeFrameBytes;

    [Theory]
    [InlineData("StraightLine", new object[] { 3, 4 }, 14, 6)]
    [InlineData("Loop", new object[] { 0 }, 0, 10)]
    [InlineData("Loop", new object[] { 1 }, 0, 21)]
    [InlineData("Loop", new object[] { 1000 }, 499500, 11010)]
    [InlineData("Branch", new object[] { -8 }, 8, 6)]
    [InlineData("Branch", new object[] { 8 }, 8, 5)]
    [InlineData("Call", new object[] { 5 }, 20, 14)]
    [InlineData("Switch", new object[] { 0 }, 0, 4)]
    [InlineData("Switch", new object[] { 2 }, 20, 4)]
    [InlineData("Switch", new object[] { 3 }, -1, 5)]
    [InlineData("Switch", new object[] { -1 }, -1, 5)]
    [InlineData("TryFinally", new object[] { 41 }, 42, 14)]
    [InlineData("Thrown", new object[0], 7, 8)]
    [InlineData("Virtual", new object[0], 30, 3 + 3 + 3 + 1 + 4)]
    [InlineData("Long", new object[] { 1L << 33, 3L }, (1 << 26), 9)]
    [InlineData("Down", new object[] { 0 }, 0, 4)]
    [InlineData("Down", new object[] { 9 }, 9, (9 * 9) + 4)]
    [InlineData("Prefix", new object[] { -1234 }, 5, 5)]
    [InlineData("Arrays", new object[] { 7 }, 14, 9)]
    [InlineData("Choice", new object[] { 0 }, 101, 8)]
    [InlineData("Choice", new object[] { 1 }, 102, 7)]
    [InlineData("Copy", new object[] { new byte[] { 1, 2 }, new byte[] { 0, 0 } }, 0, 6)]
    public void Measure_MethodWrittenInIl_CountsWhatAHandCounts(string method, object[] arguments, int result, long instructions)
    {
        (int returned, CostCount count) = Run(method, arguments);

        Assert.Equal(result, returned);
        Assert.Equal(instructions, count.Instructions);
    }

    [Fact]
    public void Measure_Units_AreThoseOfTheOpcodes()
    {
        Assert.Equal(46 + 46 + 41 + 35 + 41 + 70, Run("StraightLine", 1, 2).Count.Units);
        Assert.Equal(35 + 46 + 70 + 35 + 70 + 41 + 70, Run("Choice", 1).Count.Units);
        Assert.Equal(46 + 35 + 70 + 46 + 70, Run("Branch", 8).Count.Units);
    }

    [Fact]
    public void Measure_CallsOfTheLibrary_CostWhatNativeCodeCosts()
    {
        CostCount copy = Run("Copy", new byte[] { 1, 2 }, new byte[2]).Count;

        Assert.Equal(1, copy.LibraryCalls);
        Assert.Equal((2 * 46) + 35 + OpcodeCosts.ArrayCopy + 35 + 70, copy.Units);
        Assert.Equal((2, 2 * s_leastFrame), (copy.MaxCallDepth, copy.MaxStackBytes));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 10)]
    public void Measure_Recursion_GivesDepthAndStack(int levels, int frames)
    {
        CostCount count = Run("Down", levels).Count;

        Assert.Equal((frames, frames * s_leastFrame), (count.MaxCallDepth, count.MaxStackBytes));
    }

    [Fact]
    public void Measure_AfterAnException_StackIsWhatItWas()
    {
        Run("Thrown");
        int before = Run("StraightLine", 1, 2).Count.MaxStackBytes;

        Assert.Equal(s_leastFrame, before);
        Assert.Equal(2 * s_leastFrame, Run("Thrown").Count.MaxStackBytes);
    }

    [Theory]
    [InlineData(0, 24 + 24)]
    [InlineData(7, 84 + 108)]
    public void Measure_Arrays_AreCountedInTheDevicesLayout(int length, long bytes)
    {
        CostCount count = Run("Arrays", length).Count;

        Assert.Equal((2L, bytes), (count.Allocations, count.AllocatedBytes));
    }

    [Fact]
    public void Measure_Objects_AreCountedWithTheFieldsTheyInherit()
    {
        CostCount count = Run("Virtual").Count;

        Assert.Equal((1L, 36L), (count.Allocations, count.AllocatedBytes));
        Assert.Equal((0L, 0L), (Run("Loop", 50).Count.Allocations, Run("Loop", 50).Count.AllocatedBytes));
    }

    [Fact]
    public void ByMethodAndByOpcode_AddUpToTheTotal()
    {
        CostCount count = Run("Call", 3).Count;

        Assert.Equal([("Sample.Twice", 8L), ("Sample.Call", 6L)], count.ByMethod().Select(method => (method.Method, method.Instructions)));
        Assert.Equal(count.Units, count.ByMethod().Sum(method => method.Units));
        Assert.Equal(count.Instructions, count.ByOpcode().Sum(opcode => opcode.Executions));
        Assert.Contains(("ldc.i4.2", 2L), count.ByOpcode());
    }

    /// <summary>The published costs of idioms, from the opcodes that they are made of: the table and its source must agree.</summary>
    [Fact]
    public void OpcodeCosts_Idioms_AreAsCountedOnTheInterpreter()
    {
        int load = OpcodeCosts.Of(Mono.Cecil.Cil.Code.Ldloc_0);
        int assign = load + OpcodeCosts.Of(Mono.Cecil.Cil.Code.Stloc_0);
        int element = assign + load + OpcodeCosts.Of(Mono.Cecil.Cil.Code.Ldelem_I4);
        int throughStatic = element - load + OpcodeCosts.Of(Mono.Cecil.Cil.Code.Ldsfld);
        int step = assign + (2 * load) + OpcodeCosts.Of(Mono.Cecil.Cil.Code.Ldc_I4_1) + OpcodeCosts.Of(Mono.Cecil.Cil.Code.Add) + OpcodeCosts.Of(Mono.Cecil.Cil.Code.Blt_S);

        Assert.Equal(OpcodeCosts.Assignment, assign);
        Assert.Equal(2.5, (double)element / assign, 1);
        Assert.Equal(3.4, (double)throughStatic / assign, 1);
        Assert.Equal(3.5, (double)step / assign, 1);
    }

    [Fact]
    public void Milliseconds_OneSecondOfInstructions_IsOneSecond()
    {
        long units = (long)(2.5e6 * DeviceSpeed.UnitsPerInstruction);

        Assert.Equal(1000, DeviceSpeed.Middle.Milliseconds(units), 6);
        Assert.Equal(1500, DeviceSpeed.Middle.Milliseconds(units, 160), 6);
        Assert.True(DeviceSpeed.Slow.Milliseconds(units) > DeviceSpeed.Middle.Milliseconds(units));
    }

    private static (int Result, CostCount Count) Run(string method, params object[] arguments)
    {
        lock (CountedSample.Image)
        {
            int result = 0;
            CostCount count = CountedSample.Image.Measure(() => result = (int)CountedSample.Method(method).Invoke(null, arguments)!);
            return (result, count);
        }
    }
}
