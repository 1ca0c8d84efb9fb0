namespace TinyEdge.Firmware
{
    /// <summary>How the device spends the time between two bursts of samples.</summary>
    public enum PowerProfile
    {
        /// <summary>Always awake: Wi-Fi and console answer at once.</summary>
        AlwaysOn = 0,

        /// <summary>
        /// Light sleep between bursts; Wi-Fi rests but for a contact window of 20 s every five minutes. See <see cref="LightSleeper"/>.
        /// </summary>
        LightSleep = 1,
    }
}
