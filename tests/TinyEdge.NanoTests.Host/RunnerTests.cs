using nanoFramework.TestFramework;
using Assert = Xunit.Assert;
using Nano = nanoFramework.TestFramework.Assert;

namespace TinyEdge.NanoTests.Host;

/// <summary>The runner itself: what fails has to be said to fail.</summary>
public class RunnerTests
{
    [Fact]
    public void Run_EveryKindOfEnd_IsReportedAsWhatItIs()
    {
        Assert.Equal(
            [
                "Good.Passes Passed", "Good.Fails Failed", "Good.Throws Failed", "Good.Skips Skipped", "Good.Compares(1, \"a\") Passed",
                "Good.Compares(2, \"a\") Failed", "Good.Compares(1) Failed",
            ],
            ResultsOf(typeof(Good)));
    }

    [Fact]
    public void Run_FailedTest_SaysWhy()
    {
        NanoTestCase[] tests = [.. NanoTestCase.Of(typeof(Good))];
        NanoTestClass good = new(typeof(Good));
        Assert.Contains("Expected:<1>. Actual:<2>. why", good.Run(tests.Single(test => test.Method.Name == "Fails")).Message, StringComparison.Ordinal);
        Assert.Contains("DivideByZeroException", good.Run(tests.Single(test => test.Method.Name == "Throws")).Message, StringComparison.Ordinal);
        Assert.Equal("not here", good.Run(tests.Single(test => test.Method.Name == "Skips")).Message);
    }

    [Fact]
    public void Run_SetupAndCleanup_RunOnceAround()
    {
        Recording.Calls.Clear();
        NanoTestClass recording = new(typeof(Recording));
        foreach (NanoTestCase test in NanoTestCase.Of(typeof(Recording)))
        {
            Assert.Equal(NanoTestOutcome.Passed, recording.Run(test).Outcome);
        }

        Assert.Equal(NanoTestOutcome.Passed, recording.Cleanup().Outcome);
        Assert.Equal(["setup", "a", "b", "cleanup"], Recording.Calls);
    }

    [Fact]
    public void Run_SetupThatSkipsOrFails_DecidesForTheClass()
    {
        Assert.Equal(["SetupSkips.Test Skipped"], ResultsOf(typeof(SetupSkips)));
        Assert.Equal(["SetupFails.Test Failed"], ResultsOf(typeof(SetupFails)));
        Assert.Equal(NanoTestOutcome.Failed, Started(typeof(CleanupFails)).Cleanup().Outcome);
    }

    [Fact]
    public void Report_AnythingButAPass_Throws()
    {
        DeviceTests.Report(NanoTestResult.Passed);
        Assert.Contains("why", Assert.Throws<Xunit.Sdk.FailException>(() => DeviceTests.Report(new NanoTestResult(NanoTestOutcome.Failed, "why"))).Message, StringComparison.Ordinal);
        Assert.Equal("why", Assert.Throws<TestSkippedException>(() => DeviceTests.Report(new NanoTestResult(NanoTestOutcome.Skipped, "why"))).Message);
    }

    [Fact]
    public void In_AssemblyWithoutTests_FindsNone()
    {
        Assert.Empty(NanoTestCase.In(typeof(Nano).Assembly));
    }

    /// <summary>The shim's assertions, which everything here stands on: each fails when it should.</summary>
    [Fact]
    public void Assertions_OfTheShim_FailWhenTheyShould()
    {
        Action[] failing =
        [
            () => Nano.AreEqual(1, 2), () => Nano.AreEqual(1L, 2L), () => Nano.AreEqual("a", "b"), () => Nano.AreEqual(0.1 + 0.2, 0.3), () => Nano.AreEqual((object)1, 1L),
            () => Nano.AreNotEqual(1, 1), () => Nano.AreNotEqual("a", "a"), () => Nano.AreSame(new object(), new object()), () => Nano.AreNotSame("a", "a"),
            () => Nano.IsTrue(false), () => Nano.IsFalse(true), () => Nano.IsNull(1), () => Nano.IsNotNull(null),
            () => Nano.IsInstanceOfType(new ArgumentNullException(), typeof(ArgumentException)), () => Nano.IsNotInstanceOfType(1, typeof(int)),
            () => Nano.Contains("x", "abc"), () => Nano.DoesNotContains("b", "abc"), () => Nano.StartsWith("b", "abc"), () => Nano.EndsWith("b", "abc"),
            () => Nano.ThrowsException(typeof(ArgumentException), () => { }),
            () => Nano.ThrowsException(typeof(ArgumentException), () => throw new ArgumentNullException()),
        ];
        Assert.All(failing, action => Assert.Throws<TestFrameworkShared.AssertFailedException>(action));

        Nano.AreEqual((byte)1, (byte)1);
        Nano.AreNotEqual(1, 2);
        Nano.ThrowsException(typeof(ArgumentNullException), () => throw new ArgumentNullException());
        Assert.Throws<ArgumentException>(() => new DataRowAttribute());
    }

    private static IEnumerable<string> ResultsOf(Type type)
    {
        NanoTestClass started = new(type);
        return [.. NanoTestCase.Of(type).Select(test => $"{test.Name} {started.Run(test).Outcome}")];
    }

    private static NanoTestClass Started(Type type)
    {
        NanoTestClass started = new(type);
        started.Run(NanoTestCase.Of(type)[0]);
        return started;
    }

    // Not marked as test classes: the runner is pointed at them here only.
    private sealed class Good
    {
        [TestMethod]
        public void Passes() => Nano.AreEqual(1, 1);

        [TestMethod]
        public void Fails() => Nano.AreEqual(1, 2, "why");

        [TestMethod]
        public void Throws() => throw new DivideByZeroException();

        [TestMethod]
        public void Skips() => Nano.SkipTest("not here");

        [TestMethod]
        [DataRow(1, "a")]
        [DataRow(2, "a")]
        [DataRow(1)]
        public void Compares(int number, string text) => Nano.AreEqual(1, number, text);
    }

    private sealed class Recording
    {
        public static List<string> Calls { get; } = [];

        [Cleanup]
        public void Last() => Calls.Add("cleanup");

        [Setup]
        public void First() => Calls.Add("setup");

        [TestMethod]
        public void A() => Calls.Add("a");

        [TestMethod]
        public void B() => Calls.Add("b");
    }

    private sealed class SetupSkips
    {
        [Setup]
        public void First() => Nano.SkipTest("no board");

        [TestMethod]
        public void Test() => Nano.IsTrue(true);
    }

    private sealed class SetupFails
    {
        [Setup]
        public void First() => Nano.IsTrue(false);

        [TestMethod]
        public void Test() => Nano.IsTrue(true);
    }

    private sealed class CleanupFails
    {
        [Cleanup]
        public void Last() => Nano.IsTrue(false);

        [TestMethod]
        public void Test() => Nano.IsTrue(true);
    }
}
