namespace TinyEdge.Bundles
{
    /// <summary>How each <see cref="DeviceCommand"/> is called: HTTP method and path, and the words on the serial console.</summary>
    public static class WireCommands
    {
        /// <summary>One more than the largest <see cref="DeviceCommand"/>.</summary>
        public const int Count = 16;

        /// <summary>Kind of a line with samples that a capture sends by itself.</summary>
        public const string SamplesKind = "samples";

        /// <summary>Kind of the line that ends a capture.</summary>
        public const string CapturedKind = "captured";

        public const string Get = "GET";
        public const string Post = "POST";
        public const string Put = "PUT";

        /// <summary>HTTP path, or null for a value that is no command. What is for the console only has one too: it goes into the MAC.</summary>
        public static string PathOf(DeviceCommand command)
        {
            switch (command)
            {
                case DeviceCommand.Identity: return "/v1/identity";
                case DeviceCommand.Health: return "/v1/health";
                case DeviceCommand.Banks: return "/v1/banks";
                case DeviceCommand.Challenge: return "/v1/challenge";
                case DeviceCommand.UpdateOpen: return "/v1/update/open";
                case DeviceCommand.UpdateData: return "/v1/update/data";
                case DeviceCommand.UpdateFinish: return "/v1/update/finish";
                case DeviceCommand.UpdateAbort: return "/v1/update/abort";
                case DeviceCommand.Confirm: return "/v1/confirm";
                case DeviceCommand.Rollback: return "/v1/rollback";
                case DeviceCommand.Reboot: return "/v1/reboot";
                case DeviceCommand.ProvisionWifi: return "/v1/provision/wifi";
                case DeviceCommand.ProvisionKey: return "/v1/provision/key";
                case DeviceCommand.Capture: return "/v1/capture";
                case DeviceCommand.Audit: return "/v1/audit";
                default: return null;
            }
        }

        /// <summary>The one HTTP method that the command answers to.</summary>
        public static string MethodOf(DeviceCommand command)
        {
            if (command == DeviceCommand.UpdateData)
            {
                return Put;
            }

            return IsReadOnly(command) ? Get : Post;
        }

        /// <summary>Words on the serial console, or null for a command that has none (update data travel in frames).</summary>
        public static string WordsOf(DeviceCommand command)
        {
            switch (command)
            {
                case DeviceCommand.Identity: return "id";
                case DeviceCommand.Health: return "health";
                case DeviceCommand.Banks: return "banks";
                case DeviceCommand.Challenge: return "challenge";
                case DeviceCommand.UpdateOpen: return "update open";
                case DeviceCommand.UpdateFinish: return "update finish";
                case DeviceCommand.UpdateAbort: return "update abort";
                case DeviceCommand.Confirm: return "confirm";
                case DeviceCommand.Rollback: return "rollback";
                case DeviceCommand.Reboot: return "reboot";
                case DeviceCommand.ProvisionWifi: return "provision wifi";
                case DeviceCommand.ProvisionKey: return "provision key";
                case DeviceCommand.Capture: return "capture";
                case DeviceCommand.Audit: return "audit";
                default: return null;
            }
        }

        /// <summary>Value of the <c>kind</c> field that opens the answer.</summary>
        public static string KindOf(DeviceCommand command)
        {
            switch (command)
            {
                case DeviceCommand.Identity: return "identity";
                case DeviceCommand.Health: return "health";
                case DeviceCommand.Banks: return "banks";
                case DeviceCommand.Challenge: return "challenge";
                case DeviceCommand.UpdateOpen: return "open";
                case DeviceCommand.UpdateData: return "ack";
                case DeviceCommand.UpdateFinish: return "finish";
                case DeviceCommand.UpdateAbort: return "abort";
                case DeviceCommand.Confirm: return "confirm";
                case DeviceCommand.Rollback: return "rollback";
                case DeviceCommand.Reboot: return "reboot";
                case DeviceCommand.ProvisionWifi: return "wifi";
                case DeviceCommand.ProvisionKey: return "key";
                case DeviceCommand.Capture: return "capture";
                case DeviceCommand.Audit: return "audit";
                default: return "error";
            }
        }

        /// <summary>True for what anyone on the link may read.</summary>
        public static bool IsReadOnly(DeviceCommand command)
        {
            return command == DeviceCommand.Identity || command == DeviceCommand.Health || command == DeviceCommand.Banks || command == DeviceCommand.Audit;
        }

        /// <summary>True for what must carry the answer to a challenge.</summary>
        public static bool NeedsChallenge(DeviceCommand command)
        {
            return command == DeviceCommand.UpdateOpen || (command >= DeviceCommand.UpdateFinish && command != DeviceCommand.Audit);
        }

        /// <summary>
        /// True for what only the wire may do: what hands over secrets, device key and Wi-Fi, and what gives raw samples out. A device without a
        /// key takes a secret without a challenge; with one it needs the answer that the key it has gives. A capture always does.
        /// </summary>
        public static bool IsConsoleOnly(DeviceCommand command)
        {
            return command >= DeviceCommand.ProvisionWifi && command != DeviceCommand.Audit;
        }

        /// <summary>True for what has arguments.</summary>
        public static bool TakesArguments(DeviceCommand command)
        {
            return command == DeviceCommand.UpdateOpen || IsConsoleOnly(command);
        }
    }
}
