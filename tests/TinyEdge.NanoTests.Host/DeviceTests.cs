using System.Collections.Concurrent;
using System.Reflection;
using Xunit.Abstractions;

namespace TinyEdge.NanoTests.Host;

/// <summary>Every test of NFUnitTest, one case each.</summary>
public sealed class DeviceTests(DeviceTests.Classes classes) : IClassFixture<DeviceTests.Classes>
{
    private static readonly IReadOnlyList<NanoTestCase> s_cases = NanoTestCase.In(typeof(EndToEnd.GoldenChainTests).Assembly);

    /// <summary>xunit fails a theory without rows, so an assembly without tests does not pass.</summary>
    public static TheoryData<TestName> Names => [.. s_cases.Select(test => new TestName(test.Name))];

    [SkippableTheory(DisplayName = "device")]
    [MemberData(nameof(Names))]
    public void Run(TestName test)
    {
        NanoTestCase found = s_cases.Single(candidate => candidate.Name == test.ToString());
        Report(classes.Of(found.Class).Run(found));
    }

    /// <summary>In xunit's terms: an exception for all but a pass.</summary>
    internal static void Report(NanoTestResult result)
    {
        switch (result.Outcome)
        {
            case NanoTestOutcome.Passed:
                break;
            case NanoTestOutcome.Skipped:
                throw new TestSkippedException(result.Message);
            default:
                Assert.Fail(result.Message);
                break;
        }
    }

    [Fact]
    public void Names_OfTheTests_AreUniqueAndMany()
    {
        Assert.Equal(s_cases.Count, s_cases.Select(test => test.Name).Distinct().Count());
        Assert.True(s_cases.Count >= 100, $"only {s_cases.Count} tests");
    }

    /// <summary>What the launcher on the device calls without an object, without looking at visibility or results.</summary>
    [Fact]
    public void Methods_OfTheTests_AreWhatTheLauncherCanCall()
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (Type type in s_cases.Select(test => test.Class).Distinct())
        {
            Assert.True(type.IsPublic && !type.IsGenericType, $"{type} is not public");
            Assert.True(type.GetFields(Own).All(field => field.IsLiteral), $"{type} has state");
            foreach (MethodInfo method in type.GetMethods(Own).Where(method => method.CustomAttributes.Any(a => a.AttributeType.Namespace == "nanoFramework.TestFramework")))
            {
                Assert.True(method.IsPublic && method.ReturnType == typeof(void), $"{type.Name}.{method.Name} is not public void");
                bool isTest = method.IsDefined(typeof(nanoFramework.TestFramework.TestMethodAttribute));
                Assert.True(isTest || !method.IsDefined(typeof(nanoFramework.TestFramework.DataRowAttribute)), $"{type.Name}.{method.Name} lacks [TestMethod]");
            }
        }
    }

    /// <summary>A name that xunit prints whole, where it would cut a string.</summary>
    public sealed class TestName : IXunitSerializable
    {
        private string _name = "";

        public TestName()
        {
        }

        public TestName(string name)
        {
            _name = name;
        }

        public void Deserialize(IXunitSerializationInfo info) => _name = info.GetValue<string>("name");

        public void Serialize(IXunitSerializationInfo info) => info.AddValue("name", _name);

        public override string ToString() => _name;
    }

    /// <summary>The classes of one run, each with its setup; cleaned up when xunit is through.</summary>
    public sealed class Classes : IDisposable
    {
        private readonly ConcurrentDictionary<Type, NanoTestClass> _classes = new();

        public NanoTestClass Of(Type type) => _classes.GetOrAdd(type, key => new NanoTestClass(key));

        public void Dispose()
        {
            foreach (NanoTestClass started in _classes.Values)
            {
                NanoTestResult result = started.Cleanup();
                Assert.True(result.Outcome != NanoTestOutcome.Failed, result.Message);
            }
        }
    }
}
