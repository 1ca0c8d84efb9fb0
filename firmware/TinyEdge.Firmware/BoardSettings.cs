using System;
using System.Net;
using System.Net.NetworkInformation;
using nanoFramework.Runtime.Native;
using TinyEdge.Bundles;
using TinyEdge.Firmware.Boards;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Firmware
{
    /// <summary>Puts the settings of a real board together: <see cref="DeviceSettings"/>, and what the board itself says.</summary>
    public static class BoardSettings
    {
        private const int DeviceIdBytes = 8;
        private const int MacBytes = 6;

        public static FirmwareSettings Create()
        {
            FirmwareSettings settings = new FirmwareSettings();
            settings.DeviceId = ReadDeviceId();
            settings.Keys = new KeyRing(new PinnedKeys(), DeviceSettings.KeyringEpoch, DeviceSettings.Ring != TargetEnvironment.Production);
            settings.Identity = Identify();
            settings.HttpAddress = IPAddress.Any;
            settings.HttpPort = DeviceSettings.HttpPort;
            settings.Power = DeviceSettings.Power;
            return settings;
        }

        /// <summary>
        /// The MAC address of the Wi-Fi station as an EUI-64: its first three bytes, FF FE, its last three (IEEE, "Guidelines for Use of
        /// Extended Unique Identifier"). Zeros on a board without Wi-Fi.
        /// </summary>
        public static byte[] ReadDeviceId()
        {
            byte[] id = new byte[DeviceIdBytes];
            try
            {
                NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
                for (int i = 0; i < interfaces.Length; i++)
                {
                    byte[] mac = interfaces[i].PhysicalAddress;
                    if (interfaces[i].NetworkInterfaceType == NetworkInterfaceType.Wireless80211 && mac != null && mac.Length == MacBytes)
                    {
                        Array.Copy(mac, 0, id, 0, 3);
                        id[3] = 0xFF;
                        id[4] = 0xFE;
                        Array.Copy(mac, 3, id, 5, 3);
                        break;
                    }
                }
            }
            catch (Exception)
            {
                // A device that cannot say which one it is still measures, reports and takes updates.
            }

            return id;
        }

        /// <summary>First 8 bytes of SHA-256 over <c>target version</c> of the image: it stands for the native assemblies inside.</summary>
        public static byte[] DigestOfImage(string targetName, Version version)
        {
            string text = targetName + " " + version.Major.ToString() + "." + version.Minor.ToString() + "." + version.Build.ToString() + "." + version.Revision.ToString();
            byte[] ascii = new byte[text.Length];
            for (int i = 0; i < ascii.Length; i++)
            {
                ascii[i] = (byte)text[i];
            }

            byte[] digest = new byte[32];
            new Sha256().Compute(ascii, 0, ascii.Length, digest, 0);
            return digest;
        }

        private static DeviceIdentity Identify()
        {
            BoardModel model = BoardPins.Model;
            DeviceIdentity identity = new DeviceIdentity();
            identity.Vendor = DeviceSettings.Vendor;
            identity.DeviceClass = DeviceSettings.DeviceClass;
            identity.HardwareRevision = DeviceSettings.HardwareRevision;
            identity.Environment = PlatformOf(model) | DeviceSettings.Ring;
            identity.RuntimeVersion = RuntimeVersion.Packed;
            identity.FrontEndVersion = FrontEndSection.FrontEndVersion;
            identity.RamCapBytes = model == BoardModel.DevKitC ? DeviceSettings.RamCapBytes : DeviceSettings.PsramCapBytes;
            identity.BuildSecurityFloor = DeviceSettings.BuildSecurityFloor;
            identity.SetNativeChecksums(DigestOfImage(SystemInfo.TargetName, SystemInfo.Version), 0);
            return identity;
        }

        private static uint PlatformOf(BoardModel model)
        {
            switch (model)
            {
                case BoardModel.S3DevKitC: return TargetEnvironment.Esp32S3;
                case BoardModel.Wrover: return TargetEnvironment.Esp32Psram;
                default: return TargetEnvironment.Esp32;
            }
        }
    }
}
