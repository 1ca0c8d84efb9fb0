using System.Globalization;
using System.Text.RegularExpressions;
using TinyEdge.Companion.Hardware;
using TinyEdge.Firmware;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Structure;

namespace TinyEdge.Tests.Hardware;

/// <summary>Pin map, board files, partitions, drawings and the firmware's constants say the same.</summary>
public partial class HardwareFolderTests
{
    private const int FlashBlockBytes = 4096;

    /// <summary>
    /// Pins that a wiring must not use, by board: strapping, flash, PSRAM, UART0, input only, USB, JTAG, and those that are not there
    /// (Espressif, data sheets of ESP32, ESP32-WROVER-E and ESP32-S3, "Strapping Pins" and "Pin Definitions").
    /// </summary>
    private static readonly Dictionary<string, int[]> s_reserved = new()
    {
        ["devkitc"] = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 24, 28, 29, 30, 31, 34, 35, 36, 37, 38, 39],
        ["wrover"] = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 20, 24, 28, 29, 30, 31, 34, 35, 36, 37, 38, 39],
        ["s3-devkitc"] = [0, 3, 19, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 48],
    };

    [RepositoryFact]
    public void PinMap_OfEachBoard_UsesFreePinsOnce()
    {
        PinMap map = HardwareFolder.PinMap();
        Assert.Equal(s_reserved.Keys.Order(), map.Boards.Order());
        foreach (string board in map.Boards)
        {
            int[] pins = [.. map.Of(board).Where(row => row.Gpio is not null).Select(row => row.Gpio!.Value)];
            Assert.Equal(pins.Distinct(), pins);
            Assert.Empty(pins.Intersect(s_reserved[board]));
            Assert.Equal(["3V3", "COM2_RX", "COM2_TX", "GND", "I2C1_CLOCK", "I2C1_DATA", "INDICATOR"], map.Of(board).Select(row => row.Signal).Distinct().Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Regenerate with <c>tinyedge wiring hardware/pinmap.csv</c>.</summary>
    [RepositoryFact]
    public void Drawings_OfEachBoard_AreDrawnFromThePinMap()
    {
        PinMap map = HardwareFolder.PinMap();
        foreach (string board in map.Boards)
        {
            Assert.Equal(WiringDiagram.Draw(map, board), SourceTree.Read($"hardware/wiring/{board}.svg"));
        }
    }

    [RepositoryFact]
    public void BoardFiles_OfEachBoard_HaveItsPinsAndImages()
    {
        PinMap map = HardwareFolder.PinMap();
        foreach (string board in map.Boards)
        {
            string text = SourceTree.Read($"hardware/boards/{board}.md");
            IEnumerable<string> listed = BoardPinRow().Matches(text).Select(match => $"{match.Groups[1]},{match.Groups[2]},{match.Groups[3]}");
            Assert.Equal(map.Of(board).Where(row => row.Gpio is not null).Select(row => $"{row.Signal},{row.Gpio},{row.Header}"), listed);
            Assert.All(HardwareFolder.Targets.Where(entry => entry.Board == board), entry => Assert.Contains($"`{entry.Target}`", text, StringComparison.Ordinal));
            Assert.Contains(BoardPins.ModelOf(HardwareFolder.Targets.First(entry => entry.Board == board).Target).ToString(), text, StringComparison.Ordinal);
        }
    }

    /// <summary>Partitions follow one another on whole flash blocks inside the flash, and give the sizes that the code counts on.</summary>
    [RepositoryFact]
    public void Partitions_OfEachFlashSize_FitAndHoldTwoBanks()
    {
        string[] files = [.. SourceTree.Files.Where(file => file.StartsWith("hardware/partitions/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(6, files.Length);
        string readme = SourceTree.Read("hardware/README.md");
        foreach (string file in files)
        {
            int flashBytes = int.Parse(Regex.Match(file, @"-(\d+)mb\.csv$").Groups[1].Value, CultureInfo.InvariantCulture) * 1024 * 1024;
            (string Name, int Offset, int Size)[] rows = [.. SourceTree.Read(file).Trim().Split('\n').Skip(1).Select(ParsePartition)];
            Assert.Equal(["nvs", "phy_init", "factory", "deploy", "config"], rows.Select(row => row.Name));
            for (int i = 0; i < rows.Length; i++)
            {
                Assert.Equal(0, rows[i].Offset % FlashBlockBytes);
                Assert.Equal(0, rows[i].Size % FlashBlockBytes);
                Assert.True(rows[i].Offset + rows[i].Size <= (i + 1 < rows.Length ? rows[i + 1].Offset : flashBytes), $"{file}: {rows[i].Name} is too long.");
            }

            int volume = rows[^1].Size;
            int bundle = BankSpace.MaxBundleBytes(volume);
            Assert.True((2 * bundle) + BankSpace.ReserveBytes <= volume);
            Assert.Contains($"| `{Path.GetFileName(file)}` | {Kilobytes(rows[3].Size)} | {Kilobytes(volume)} | {bundle.ToString("N0", CultureInfo.InvariantCulture)} bytes |", readme, StringComparison.Ordinal);
        }
    }

    [RepositoryFact]
    public void Readme_OfTheFolder_NamesAddressesAndBaudRateOfTheFirmware()
    {
        string readme = SourceTree.Read("hardware/README.md");
        Assert.Contains($"ADXL345 at 0x{BoardPins.Adxl345Address:X2}", readme, StringComparison.Ordinal);
        Assert.Contains($"MPU-6050 at 0x{BoardPins.Mpu6050Address:X2}", readme, StringComparison.Ordinal);
        Assert.Contains($"{FirmwareSettings.ConsoleBaudRate} baud", readme, StringComparison.Ordinal);
        Assert.Contains($"{FirmwareSettings.ConsoleBaudRate} baud", SourceTree.Read("hardware/schematic.txt"), StringComparison.Ordinal);
        foreach (string document in SourceTree.Files.Where(file => file.StartsWith("hardware/", StringComparison.Ordinal) && file.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (Match link in Regex.Matches(SourceTree.Read(document), @"\]\(([^)#:]+)\)"))
            {
                Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(SourceTree.PathOf(document))!, link.Groups[1].Value)), $"{document} links to {link.Groups[1].Value}, which is not there.");
            }
        }
    }

    [RepositoryFact]
    public void PowerBudget_OfTheFolder_CountsWithTheContactWindowOfTheFirmware()
    {
        Assert.Contains($"contact window of {LightSleeper.ContactMs / 1000} s every {LightSleeper.ContactPeriodMs / 1000} s", SourceTree.Read("hardware/power.md").ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    /// <summary>The erase steps name the offsets at which a firmware lies.</summary>
    [RepositoryFact]
    public void Recovery_OfTheFolder_NamesTheDeployOffsets()
    {
        string recovery = SourceTree.Read("hardware/recovery.md");
        foreach (string file in SourceTree.Files.Where(file => file.StartsWith("hardware/partitions/", StringComparison.Ordinal)))
        {
            string deploy = SourceTree.Read(file).Split('\n').Single(line => line.StartsWith("deploy,", StringComparison.Ordinal)).Split(',')[3];
            Assert.Contains(deploy, recovery, StringComparison.OrdinalIgnoreCase);
        }
    }

    [RepositoryFact]
    public void Bom_OfTheFolder_HasEveryPartOfThePinMap()
    {
        string[][] rows = [.. SourceTree.Read("hardware/bom.csv").Trim().Split('\n').Select(line => line.Split(','))];
        Assert.All(rows, row => Assert.Equal(6, row.Length));
        Assert.Empty(HardwareFolder.PinMap().Rows.Select(row => row.Part).Except(rows.Select(row => row[3])));
    }

    [Theory]
    [InlineData("board,signal\n", 1)]
    [InlineData(PinMap.Header + "\nb,GND,,J1-1,sensor,GND,black\n", 2)]
    [InlineData(PinMap.Header + "\nb,GND,,J1-1,sensor,GND,black,note\nb,INDICATOR,x,J1-2,led,A,white,note\n", 3)]
    public void Parse_OfADamagedPinMap_NamesTheLine(string text, int line)
    {
        var error = Assert.Throws<Companion.TinyEdgeException>(() => PinMap.Parse(text, "map.csv"));
        Assert.Contains($"map.csv({line})", error.What, StringComparison.Ordinal);
    }

    private static (string Name, int Offset, int Size) ParsePartition(string line)
    {
        string[] cells = line.Split(',');
        return (cells[0], Hex(cells[3]), Hex(cells[4]));
    }

    private static int Hex(string text) => int.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Kilobytes(int bytes) => $"{bytes / 1024} KB";

    [GeneratedRegex(@"^\| (\w+) \| (\d+) \| (J\d-\d+) \|$", RegexOptions.Multiline)]
    private static partial Regex BoardPinRow();
}
