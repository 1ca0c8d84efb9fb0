using System;
using TinyEdge.NanoShim;

namespace nanoFramework.Runtime.Native;

public static class SystemInfo
{
    public static string TargetName => BoardContext.Current.TargetName;

    public static Version Version => BoardContext.Current.ImageVersion;
}
