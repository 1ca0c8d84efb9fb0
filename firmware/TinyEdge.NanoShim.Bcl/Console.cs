using TinyEdge.NanoShim;

namespace System;

public static class Console
{
    public static void Write(string value) => BoardContext.Current.WriteConsole(value);

    public static void WriteLine() => Write("\r\n");

    public static void WriteLine(string value) => Write(value + "\r\n");
}
