using System;

namespace TestFrameworkShared
{
    /// <summary>What a failed assertion throws.</summary>
    public class AssertFailedException : Exception
    {
        public AssertFailedException(string msg, Exception ex)
            : base(msg, ex)
        {
        }

        public AssertFailedException(string msg)
            : base(msg)
        {
        }

        public AssertFailedException()
        {
        }
    }
}

namespace nanoFramework.TestFramework
{
    /// <summary>What <see cref="Assert.SkipTest"/> throws; from a setup it skips the class.</summary>
    public class SkipTestException(string message = null, Exception innerException = null) : Exception(message, innerException);

    /// <summary>Text into the output of the tests.</summary>
    public static class OutputHelper
    {
        public static void Write(string message) => Console.Write(message);

        public static void WriteLine(string message) => Console.WriteLine(message);
    }
}
