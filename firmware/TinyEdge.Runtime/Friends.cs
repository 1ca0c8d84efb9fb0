using System.Runtime.CompilerServices;

// The device's own tests: the kernels of the front end are internal, and a board checks them one by one.
[assembly: InternalsVisibleTo("NFUnitTest")]
