using System;
using System.Reflection;
using System.Threading;
using TinyEdge.Bundles;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// Makes the application object out of an assembly that was read from a bank. The image has been verified before; what
    /// can still fail here is counted as a failed attempt by the caller.
    /// </summary>
    public sealed class BankAppLoader
    {
        // The platform needs this pause between reading an image from the file system and loading it.
        private const int PauseMs = 20;
        private const int Attempts = 2;

        // The platform's loader reads a header of this size without asking whether it is there.
        private const int LeastImageBytes = 128;

        /// <param name="image">The assembly, exactly: a .pe file on the device, a .dll on the desktop.</param>
        /// <param name="typeName">Full name of a public class with a constructor without parameters.</param>
        /// <param name="app">The object, or null.</param>
        /// <returns>Ok, AppLoadFailed, AppTypeNotFound, or AppThrew when its constructor did.</returns>
        public ResultCode TryLoad(byte[] image, string typeName, out object app)
        {
            app = null;
            Assembly assembly = image.Length < LeastImageBytes ? null : TryLoadAssembly(image);
            return assembly == null ? ResultCode.AppLoadFailed : TryCreate(assembly, typeName, out app);
        }

        private static Assembly TryLoadAssembly(byte[] image)
        {
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                Thread.Sleep(PauseMs);
                try
                {
                    return Assembly.Load(image);
                }
                catch (Exception)
                {
                    // Tried once more after another pause; a damaged image fails again.
                }
            }

            return null;
        }

        private static ResultCode TryCreate(Assembly assembly, string typeName, out object app)
        {
            app = null;
            try
            {
                Type type = assembly.GetType(typeName);
                ConstructorInfo constructor = type is null ? null : type.GetConstructor(new Type[0]);
                if (constructor is null)
                {
                    return ResultCode.AppTypeNotFound;
                }

                app = constructor.Invoke(new object[0]);
                return ResultCode.Ok;
            }
            catch (Exception)
            {
                return ResultCode.AppThrew;
            }
        }
    }
}
