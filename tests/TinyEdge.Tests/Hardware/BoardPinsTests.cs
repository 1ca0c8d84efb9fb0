using nanoFramework.Hardware.Esp32;
using TinyEdge.Companion.Hardware;
using TinyEdge.Firmware;
using TinyEdge.Tests.Structure;
using TinyEdge.VirtualDevice;

namespace TinyEdge.Tests.Hardware;

/// <summary>The firmware assigns the pins that the pin map says, on every board, as the board itself sees it.</summary>
public sealed class BoardPinsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyedge-pins-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [RepositoryFact]
    public void Assign_OnEveryTarget_IsThePinMap()
    {
        PinMap map = HardwareFolder.PinMap();
        foreach ((string board, string target) in HardwareFolder.Targets)
        {
            Dictionary<string, int> expected = map.Of(board).Where(row => row.Gpio is not null).ToDictionary(row => row.Signal, row => row.Gpio!.Value);
            Assert.Equal(expected, Assigned(target));
        }

        Assert.Equal(map.Boards.Order(), HardwareFolder.Targets.Select(entry => entry.Board).Distinct().Order());
    }

    private Dictionary<string, int> Assigned(string target)
    {
        using var board = new VirtualBoard(new VirtualDeviceOptions { Folder = _folder, Speed = 0, TargetName = target });
        VirtualBoot boot = board.Boot();
        using IDisposable scope = boot.Enter();
        BoardPins.Assign();
        DeviceFunction[] functions = [DeviceFunction.I2C1_DATA, DeviceFunction.I2C1_CLOCK, DeviceFunction.COM2_RX, DeviceFunction.COM2_TX];
        Dictionary<string, int> pins = functions.ToDictionary(function => function.ToString(), function => boot.PinOf((int)function) ?? -1);
        pins.Add("INDICATOR", BoardPins.IndicatorPin);
        return pins;
    }
}
