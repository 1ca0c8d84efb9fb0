using System.Diagnostics;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Faults.Links;
using TinyEdge.Tests.Transport;

namespace TinyEdge.Tests.Faults.Desk;

/// <summary>The process that pushes is killed at a step; the same command again ends well, and the device installed the bundle once.</summary>
public sealed class KilledPushTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LinkRig _rig = new();
    private readonly string[] _push;

    public KilledPushTests()
    {
        string bundle = _folder.PathOf("bundle.teb");
        string key = _folder.PathOf("device.key");
        File.WriteAllBytes(bundle, LinkRig.Bundle);
        File.WriteAllText(key, Convert.ToHexStringLower(TestDevice.KeyBytes) + "\n");
        _push = ["push", bundle, "--device", _rig.Host.Http, "--device-key", key];
    }

    public void Dispose()
    {
        _rig.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(DeviceCommand.UpdateData)]
    [InlineData(DeviceCommand.UpdateFinish)]
    [InlineData(DeviceCommand.Reboot)]
    public async Task C07_PushKilledAtAStep_TheSameCommandAgainEndsWellAndInstallsOnce(DeviceCommand step)
    {
        await KillWhenHeardAsync(WireCommands.PathOf(step));

        (int exit, string output, string error) = await CliProcess.RunAsync(_push);

        Assert.True(exit == 0, error);
        Assert.True(output.StartsWith("confirmed", StringComparison.Ordinal) || output.StartsWith("already installed", StringComparison.Ordinal), output);
        Assert.Equal(1, _rig.Device.Trials);
        Assert.Equal(LinkRig.Bundle, _rig.BankA);
    }

    /// <summary>The trial that the first process began is followed by the second one to its end.</summary>
    [Fact]
    public async Task C07_PushKilledDuringTheTrial_TheSameCommandAgainFollowsIt()
    {
        _rig.Device.TrialVerdict = ResultCode.NeedMore;
        await KillWhenHeardAsync(WireCommands.PathOf(DeviceCommand.Health), () => _rig.Device.Boots == 2);
        Assert.Equal(UpdatePhase.Trial, _rig.Device.Engine.Record.Phase);
        _rig.Host.Heard = text =>
        {
            if (text.Contains(WireCommands.PathOf(DeviceCommand.Health), StringComparison.Ordinal))
            {
                _rig.Device.Engine.Confirm(ResultCode.Ok);
            }
        };

        (int exit, string output, string error) = await CliProcess.RunAsync(_push);

        Assert.True(exit == 0, error);
        Assert.StartsWith("confirmed", output, StringComparison.Ordinal);
        Assert.Equal((1, 2), (_rig.Device.Trials, _rig.Device.Boots));
    }

    private async Task KillWhenHeardAsync(string path, Func<bool>? when = null)
    {
        TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Process? process = null;
        using ManualResetEventSlim started = new();
        _rig.Host.Heard = text =>
        {
            if (text.Contains(path, StringComparison.Ordinal) && when?.Invoke() != false && !heard.Task.IsCompleted)
            {
                started.Wait();
                process!.Kill();
                heard.SetResult();
            }
        };
        process = CliProcess.Start(_push);
        started.Set();
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync();
        Assert.NotEqual(0, process.ExitCode);
        process.Dispose();
        _rig.Host.Heard = null;
    }
}
