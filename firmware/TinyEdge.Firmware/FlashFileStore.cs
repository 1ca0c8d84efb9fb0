using System;
using System.IO;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Firmware
{
    /// <summary>Files of the internal LittleFS volume. Each write opens, writes and disposes, because only Dispose reaches flash.</summary>
    public sealed class FlashFileStore : IFileStore
    {
        private const string Root = "I:\\";
        private const int BlockBytes = 4096;

        private readonly object _sync = new object();
        private string _name;
        private string _path;
        private ResultCode _result;

        /// <inheritdoc/>
        public int VolumeBytes
        {
            get
            {
                try
                {
                    return (int)new DriveInfo(Root).TotalSize;
                }
                catch (Exception)
                {
                    return 0;
                }
            }
        }

        /// <inheritdoc/>
        public int Length(string name)
        {
            return LengthOfPath(PathOf(name));
        }

        /// <inheritdoc/>
        public ResultCode TryRead(string name, int position, byte[] buffer, int offset, int count)
        {
            FileStream stream = null;
            ResultCode result = ResultCode.StorageReadFailed;
            try
            {
                string path = PathOf(name);
                if (File.Exists(path))
                {
                    stream = new FileStream(path, FileMode.Open, FileAccess.Read);
                    result = ReadExactly(stream, position, buffer, offset, count);
                }
            }
            catch (Exception)
            {
                result = ResultCode.StorageReadFailed;
            }

            CloseQuietly(stream);
            return result;
        }

        /// <summary>Ok, StorageFull or StorageWriteFailed: how the latest write went, or what <see cref="NoteFullness"/> found.</summary>
        public ResultCode Result
        {
            get { return _result; }
        }

        /// <summary>At boot: a volume without room for the next write is said so before it matters.</summary>
        public void NoteFullness()
        {
            _result = IsFull(0) ? ResultCode.StorageFull : ResultCode.Ok;
        }

        /// <inheritdoc/>
        /// <remarks>The volume is the firmware's: on a full one the files of others are deleted, but for those of the platform, and the write is tried again.</remarks>
        public ResultCode TryWrite(string name, int position, byte[] buffer, int offset, int count)
        {
            ResultCode code = WriteOnce(name, position, buffer, offset, count);
            if (code == ResultCode.StorageFull && DeleteStrangers())
            {
                code = WriteOnce(name, position, buffer, offset, count);
            }

            _result = code;
            return code;
        }

        private ResultCode WriteOnce(string name, int position, byte[] buffer, int offset, int count)
        {
            FileStream stream = null;
            try
            {
                stream = new FileStream(PathOf(name), FileMode.OpenOrCreate, FileAccess.ReadWrite);
                if (position >= 0 && position <= stream.Length)
                {
                    stream.Seek(position, SeekOrigin.Begin);
                    stream.Write(buffer, offset, count);
                    FileStream written = stream;
                    stream = null;
                    written.Dispose();
                    return ResultCode.Ok;
                }
            }
            catch (Exception)
            {
                // Told apart below: the platform's exception does not say that the volume is full.
            }

            CloseQuietly(stream);
            return IsFull(count) ? ResultCode.StorageFull : ResultCode.StorageWriteFailed;
        }

        private static bool DeleteStrangers()
        {
            bool any = false;
            try
            {
                string[] paths = Directory.GetFiles(Root);
                for (int i = 0; i < paths.Length; i++)
                {
                    if (!IsOurs(paths[i]) && !IsOfThePlatform(paths[i]))
                    {
                        File.Delete(paths[i]);
                        any = true;
                    }
                }
            }
            catch (Exception)
            {
                // What could be deleted is.
            }

            return any;
        }

        private static bool IsOurs(string path)
        {
            return path == Root + BootRecordStore.File0 || path == Root + BootRecordStore.File1
                || path == Root + Bank.FileA || path == Root + Bank.FileB
                || path == Root + SignalBaseline.FileName || path == Root + UpdateLog.FileName
                || path == Root + DeviceKeyStore.File0 || path == Root + DeviceKeyStore.File1
                || path == Root + KeyringFiles.File0 || path == Root + KeyringFiles.File1;
        }

        // Network settings and certificates are kept in files that end so.
        private static bool IsOfThePlatform(string path)
        {
            const string Suffix = ".sys";
            return path.Length >= Suffix.Length && path.Substring(path.Length - Suffix.Length) == Suffix;
        }

        /// <inheritdoc/>
        public ResultCode TryDelete(string name)
        {
            try
            {
                string path = PathOf(name);
                if (File.Exists(path))
                {
                    File.Delete(path);
                }

                return ResultCode.Ok;
            }
            catch (Exception)
            {
                return ResultCode.StorageWriteFailed;
            }
        }

        private static ResultCode ReadExactly(FileStream stream, int position, byte[] buffer, int offset, int count)
        {
            int length = (int)stream.Length;
            if (position < 0 || count < 0 || position > length || count > length - position)
            {
                return ResultCode.Truncated;
            }

            stream.Seek(position, SeekOrigin.Begin);
            while (count > 0)
            {
                int read = stream.Read(buffer, offset, count);
                if (read <= 0)
                {
                    return ResultCode.StorageReadFailed;
                }

                offset += read;
                count -= read;
            }

            return ResultCode.Ok;
        }

        // LittleFS copies on write, so a write wants free blocks for all that it touches, and one for its metadata.
        private bool IsFull(int count)
        {
            try
            {
                int used = 0;
                string[] paths = Directory.GetFiles(Root);
                for (int i = 0; i < paths.Length; i++)
                {
                    used += RoundUp(LengthOfPath(paths[i]));
                }

                int volume = VolumeBytes;
                return volume != 0 && RoundUp(count) + BlockBytes > volume - used - (2 * BlockBytes);
            }
            catch (Exception)
            {
                return false;
            }
        }

        private static int LengthOfPath(string path)
        {
            FileStream stream = null;
            int length = -1;
            try
            {
                if (File.Exists(path))
                {
                    stream = new FileStream(path, FileMode.Open, FileAccess.Read);
                    length = (int)stream.Length;
                }
            }
            catch (Exception)
            {
                length = -1;
            }

            CloseQuietly(stream);
            return length;
        }

        private static int RoundUp(int bytes)
        {
            return bytes <= 0 ? BlockBytes : (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;
        }

        // Names are a few constants: keeping the last path saves a string for every block of a bank.
        /// <summary>The latest path is kept, so that block after block makes no string. Links and the main loop ask at the same time.</summary>
        private string PathOf(string name)
        {
            lock (_sync)
            {
                if ((object)name != (object)_name)
                {
                    _path = Root + name;
                    _name = name;
                }

                return _path;
            }
        }

        private static void CloseQuietly(FileStream stream)
        {
            try
            {
                if (stream != null)
                {
                    stream.Dispose();
                }
            }
            catch (Exception)
            {
                // The operation has failed already and its code says so.
            }
        }
    }
}
