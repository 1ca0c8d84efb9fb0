using System.Reflection;

[assembly: AssemblyVersion("2.0.0.0")]
