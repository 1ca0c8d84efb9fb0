using TinyEdge.Bundles;
using TinyEdge.CostProfiler.Footprint;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Tests.Footprint;

public sealed class ObjectGraphTests
{
    [Fact]
    public void Count_ObjectWithArrays_FollowsTheDevicesLayout()
    {
        // Sha256: a state of 8 words, 64 pending bytes, four fields.
        int expected = DeviceLayout.ObjectBytes(4) + DeviceLayout.ArrayBytes(8, 4) + DeviceLayout.ArrayBytes(64, 1);

        HeapShare share = Assert.Single(new ObjectGraph().Claim("sha", new Sha256()).Count());

        Assert.Equal(new HeapShare("sha", expected, IsEstimated: false), share);
    }

    [Fact]
    public void Count_SharedBuffer_IsCountedOnceAndForItsClaimant()
    {
        byte[] buffer = new byte[100];
        LineWriter line = new(buffer);

        IReadOnlyList<HeapShare> shares = new ObjectGraph().Claim("line", line).Claim("buffer", buffer).Count();

        Assert.Equal(["line", "buffer"], shares.Select(share => share.Owner));
        Assert.Equal(DeviceLayout.ArrayBytes(100, 1), shares[1].Bytes);
        int all = new ObjectGraph().Claim("all", line).Count()[0].Bytes;
        Assert.Equal(all, shares.Sum(share => share.Bytes));
    }

    [Fact]
    public void Count_ReferencesAndCycles_EndAndAreCellsEach()
    {
        object[] ring = new object[2];
        ring[0] = ring;
        ring[1] = "literal";

        Assert.Equal(DeviceLayout.ArrayBytes(2, 12) + 12, new ObjectGraph().Claim("ring", ring).Count()[0].Bytes);
    }

    [Fact]
    public void Count_DesktopObjects_AreNotEntered()
    {
        Assert.Equal(0, new ObjectGraph().Claim("desktop", new List<int> { 1, 2, 3 }).Count()[0].Bytes);
    }
}
