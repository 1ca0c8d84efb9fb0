using System.Reflection;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;

namespace TinyEdge.Tests.EndToEnd;

public class ApplicationCheckTests
{
    public static TheoryData<string> Refused =>
    [
        "System.Threading.Thread..ctor",
        "System.Threading.Timer..ctor",
        "System.Threading.ThreadPool.NotThere",
        "System.Threading.Tasks.Task.NotThere",
        "nanoFramework.Runtime.Native.Power.NotThere",
        "nanoFramework.Hardware.Esp32.Sleep.NotThere",
        "System.Environment.FailFast",
        "System.Environment.Exit",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void R03_R11_R12_Check_AppReachesForThreadsOrTheProcessor_IsRefused(string member)
    {
        TinyEdgeException refused = Assert.Throws<TinyEdgeException>(() => ApplicationCheck.Check(Using(member)));

        Assert.Equal(ExitCode.BadInput, refused.ExitCode);
        Assert.Contains(member, refused.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AppThatSleepsOrKeepsToItself_Passes()
    {
        Assert.True(ApplicationCheck.Check(DeviceRig.SeverityApp));
        Assert.True(ApplicationCheck.Check(EmittedApp.Calling(typeof(Thread).GetMethod(nameof(Thread.Sleep), [typeof(int)])!)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    public void Check_NoDotNetAssembly_IsNotLookedAt(int bytes) => Assert.False(ApplicationCheck.Check(new byte[bytes]));

    private static byte[] Using(string member)
    {
        int dot = member.EndsWith("..ctor", StringComparison.Ordinal) ? member.Length - 6 : member.LastIndexOf('.');
        string type = member[..dot];
        return member[(dot + 1)..] switch
        {
            "NotThere" => EmittedApp.NeedingWhatIsMissing("nanoFramework.Somewhere", type, isMethod: true),
            string name => EmittedApp.Calling(typeof(Thread).Assembly.GetType(type, throwOnError: true)!
                .GetMember(name, BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance).Cast<MethodBase>().First()),
        };
    }
}
