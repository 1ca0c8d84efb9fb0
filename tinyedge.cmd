@echo off
dotnet build "%~dp0companion\TinyEdge.Cli\TinyEdge.Cli.csproj" -c Release -v quiet -nologo -clp:ErrorsOnly 1>&2 || exit /b 1
dotnet "%~dp0companion\TinyEdge.Cli\bin\Release\net10.0\tinyedge.dll" %*
