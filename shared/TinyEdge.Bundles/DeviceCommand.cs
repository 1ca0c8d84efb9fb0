namespace TinyEdge.Bundles
{
    /// <summary>What a companion can ask of a device, over any link. Names, routes and canonical forms are in <see cref="WireCommands"/>.</summary>
    public enum DeviceCommand
    {
        None = 0,
        Identity = 1,
        Health = 2,
        Banks = 3,
        Challenge = 4,
        UpdateOpen = 5,
        UpdateData = 6,
        UpdateFinish = 7,
        UpdateAbort = 8,
        Confirm = 9,
        Rollback = 10,
        Reboot = 11,
        ProvisionWifi = 12,
        ProvisionKey = 13,
        Capture = 14,
        Audit = 15,
    }
}
