using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Tests.Memory;

public sealed class StaticPoolTests
{
    // design.md section 4: array = 20 bytes + data, rounded up to 12; object = 12 + 12 a field.
    [Theory]
    [InlineData(0, 1, 24)]
    [InlineData(4, 1, 24)]
    [InlineData(5, 1, 36)]
    [InlineData(64, 2, 156)]
    [InlineData(256, 4, 1044)]
    public void ArrayBytes_FollowTheDevicesLayout(int length, int elementBytes, int expected)
    {
        Assert.Equal(expected, DeviceLayout.ArrayBytes(length, elementBytes));
    }

    [Fact]
    public void ObjectBytes_FollowTheDevicesLayout()
    {
        Assert.Equal(12, DeviceLayout.ObjectBytes(0));
        Assert.Equal(72, DeviceLayout.ObjectBytes(5));
    }

    [Fact]
    public void Rent_CountsEveryKindForItsOwner()
    {
        StaticPool pool = new(10_000);
        pool.RentInt8(PoolOwner.Weights, 100);
        pool.RentInt16(PoolOwner.SampleRing, 100);
        pool.RentInt32(PoolOwner.FrontEnd, 100);
        pool.RentInt64(PoolOwner.FrontEnd, 100);
        pool.RentBytes(PoolOwner.App, 100);
        Assert.True(pool.TryCountObject(PoolOwner.Network, 3));
        Assert.True(pool.TryCountReferences(PoolOwner.Network, 2));

        Assert.Equal(120, pool.BytesOf(PoolOwner.Weights));
        Assert.Equal(228, pool.BytesOf(PoolOwner.SampleRing));
        Assert.Equal(420 + 828, pool.BytesOf(PoolOwner.FrontEnd));
        Assert.Equal(120, pool.BytesOf(PoolOwner.App));
        Assert.Equal(48 + 48, pool.BytesOf(PoolOwner.Network));
        Assert.Equal(120 + 228 + 420 + 828 + 120 + 96, pool.TotalBytes);
    }

    [Fact]
    public void Rent_ExactlyTheBudget_Succeeds_OneElementMore_DoesNot()
    {
        Assert.NotNull(new StaticPool(36).RentInt8(PoolOwner.Arena, 16));

        StaticPool pool = new(36);
        Assert.Null(pool.RentInt8(PoolOwner.Arena, 17));
        Assert.Equal(ResultCode.PoolExhausted, pool.LastResult);
        Assert.Equal(0, pool.TotalBytes);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MaxValue / 8)]
    public void Rent_HostileLength_IsRefusedWithoutOverflow(int length)
    {
        StaticPool pool = new(1000);

        Assert.Null(pool.RentInt64(PoolOwner.Weights, length));
        Assert.Equal(ResultCode.PoolExhausted, pool.LastResult);
    }

    [Fact]
    public void Rent_AfterSeal_IsRefused()
    {
        StaticPool pool = new(1000);
        pool.Seal();

        Assert.Null(pool.RentBytes(PoolOwner.App, 1));
        Assert.False(pool.TryCountObject(PoolOwner.App, 1));
        Assert.Equal(ResultCode.PoolSealed, pool.LastResult);
    }
}
