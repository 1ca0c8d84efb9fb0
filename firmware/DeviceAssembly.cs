using System.Reflection;

// Version of every resident assembly. It says what RuntimeVersion says: an application from a bundle binds to major and minor.
[assembly: AssemblyVersion("0.1.0.0")]
