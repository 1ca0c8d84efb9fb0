// Desktop only. An alias wins over a type found through a using directive, so the device sources, which say
// `using System.IO;` and `File`, mean the shim here and nanoFramework's own class in Visual Studio.
extern alias nano;

global using Assembly = nano::System.Reflection.Assembly;
global using Console = nano::System.Console;
global using DateTime = nano::System.DateTime;
global using Directory = nano::System.IO.Directory;
global using DriveInfo = nano::System.IO.DriveInfo;
global using File = nano::System.IO.File;
global using FileAccess = nano::System.IO.FileAccess;
global using FileMode = nano::System.IO.FileMode;
global using FileShare = nano::System.IO.FileShare;
global using FileStream = nano::System.IO.FileStream;
global using IPGlobalProperties = nano::System.Net.NetworkInformation.IPGlobalProperties;
global using NetworkInterface = nano::System.Net.NetworkInformation.NetworkInterface;
global using NetworkInterfaceType = nano::System.Net.NetworkInformation.NetworkInterfaceType;
global using Parity = nano::System.IO.Ports.Parity;
global using SeekOrigin = nano::System.IO.SeekOrigin;
global using SerialPort = nano::System.IO.Ports.SerialPort;
global using Socket = nano::System.Net.Sockets.Socket;
global using StopBits = nano::System.IO.Ports.StopBits;
global using Thread = nano::System.Threading.Thread;
