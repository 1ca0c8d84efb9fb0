using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.NanoTests.Sensing
{
    /// <summary>Rings, calibration, and the pool that they rent from.</summary>
    [TestClass]
    public class RingTests
    {
        [TestMethod]
        public void SampleRing_AfterWrapping_CopiesTheWindowInOrder()
        {
            StaticPool pool = new StaticPool(2000);
            SampleRing ring = new SampleRing(8, 2);
            Same.Code(ResultCode.Ok, ring.TryPrepare(pool));
            short[] interleaved = new short[10];
            short next = 1;
            for (int burst = 0; burst < 3; burst++)
            {
                for (int i = 0; i < 5; i++)
                {
                    interleaved[2 * i] = next;
                    interleaved[(2 * i) + 1] = (short)-next;
                    next++;
                }

                ring.Push(interleaved, 5);
            }

            // 15 samples went in; the newest eight are 8 to 15.
            short[] window = new short[4];
            ring.CopyWindow(0, 8, window, 4);
            Same.Int16(new short[] { 8, 9, 10, 11 }, window);
            ring.CopyWindow(1, 5, window, 4);
            Same.Int16(new short[] { -11, -12, -13, -14 }, window);
        }

        /// <summary>Bursts of every length, longer than the ring too, against a count of what went in.</summary>
        [TestMethod]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        public void SampleRing_BurstsOfEveryLength_KeepTheNewestOfEachAxis(int axes)
        {
            const int Capacity = 16;
            SampleRing ring = new SampleRing(Capacity, axes);
            Same.Code(ResultCode.Ok, ring.TryPrepare(new StaticPool(2000)));
            int pushed = 0;
            short[] window = new short[Capacity];
            for (int burst = 0; burst <= 37; burst++)
            {
                short[] interleaved = new short[burst * axes];
                for (int i = 0; i < interleaved.Length; i++)
                {
                    interleaved[i] = (short)((pushed * axes) + i);
                }

                ring.Push(interleaved, burst);
                pushed += burst;
                int held = pushed < Capacity ? pushed : Capacity;
                for (int axis = 0; axis < axes; axis++)
                {
                    ring.CopyWindow(axis, held, window, held);
                    for (int i = 0; i < held; i++)
                    {
                        Assert.AreEqual(((pushed - held + i) * axes) + axis, (int)window[i], "sample");
                    }
                }
            }
        }

        /// <summary>High byte first, in blocks of twelve values and one by one behind them; nothing else is written.</summary>
        [TestMethod]
        public void SampleUnpack_EveryCount_IsHighByteFirst()
        {
            byte[] raw = new byte[2 * 40];
            short[] noise = Signal.Noise(raw.Length, 5, 0);
            for (int i = 0; i < raw.Length; i++)
            {
                raw[i] = (byte)noise[i];
            }

            for (int count = 0; count <= 40; count++)
            {
                short[] values = new short[44];
                SampleUnpack.BigEndian(raw, values, 2, count);
                for (int i = 0; i < values.Length; i++)
                {
                    bool isWritten = i >= 2 && i < 2 + count;
                    int word = isWritten ? (256 * raw[2 * (i - 2)]) + raw[(2 * (i - 2)) + 1] : 0;
                    Assert.AreEqual(word >= 32768 ? word - 65536 : word, (int)values[i], "value");
                }
            }
        }

        [TestMethod]
        [DataRow(16384, 0)]
        [DataRow(8192, -8192)]
        [DataRow(4096, -16384)]
        public void SampleCalibration_Gain_IsTwiceItsLogarithm(int gainQ14, int expectedQ12)
        {
            SampleCalibration calibration = new SampleCalibration(1);
            Same.Code(ResultCode.Ok, calibration.TryPrepare(new StaticPool(2000)));
            Same.Code(ResultCode.Ok, calibration.TrySet(0, -123, gainQ14));
            Assert.AreEqual(expectedQ12, calibration.GainLogOf(0));
            Assert.AreEqual(-123, calibration.OffsetOf(0));
        }

        [TestMethod]
        public void SampleRing_BadShape_IsRefused()
        {
            StaticPool pool = new StaticPool(2000);
            Same.Code(ResultCode.BadFrontEnd, new SampleRing(6, 1).TryPrepare(pool));
            Same.Code(ResultCode.BadFrontEnd, new SampleRing(8, 4).TryPrepare(pool));
            SampleCalibration calibration = new SampleCalibration(1);
            calibration.TryPrepare(pool);
            Same.Code(ResultCode.BadCalibration, calibration.TrySet(1, 0, 16384));
            Same.Code(ResultCode.BadCalibration, calibration.TrySet(0, 0, 0));
        }

        [TestMethod]
        public void FeatureRing_MoreFramesThanItHolds_KeepsTheNewest()
        {
            FeatureRing ring = new FeatureRing(3, 2);
            ring.TryPrepare(new StaticPool(1000));
            sbyte[] copy = new sbyte[7];
            for (int frame = 1; frame <= 5; frame++)
            {
                Assert.AreEqual(frame > 3, ring.TryCopyTo(copy, 1));
                ring.Storage[ring.NextSlot] = (sbyte)frame;
                ring.Storage[ring.NextSlot + 1] = (sbyte)-frame;
                ring.Commit();
            }

            Assert.IsTrue(ring.TryCopyTo(copy, 1));
            Same.Int8(new sbyte[] { 3, -3, 4, -4, 5, -5 }, copy, 1, 0);
            Assert.IsFalse(ring.TryCopyTo(copy, 2));
        }

        /// <summary>Array: 20 bytes and its data, object: 12 and 12 a field, both rounded up to 12.</summary>
        [TestMethod]
        public void StaticPool_Rents_AreCountedInTheDevicesLayout()
        {
            StaticPool pool = new StaticPool(200);
            Assert.IsNotNull(pool.RentInt8(PoolOwner.Arena, 5));
            Assert.AreEqual(36, pool.TotalBytes);
            Assert.IsNotNull(pool.RentInt64(PoolOwner.FrontEnd, 2));
            Assert.AreEqual(36 + 36, pool.TotalBytes);
            Assert.IsTrue(pool.TryCountObject(PoolOwner.Network, 3));
            Assert.AreEqual(36 + 36 + 48, pool.TotalBytes);
            Assert.IsNull(pool.RentInt32(PoolOwner.Arena, 100));
            Same.Code(ResultCode.PoolExhausted, pool.LastResult);
            Assert.IsNull(pool.RentInt32(PoolOwner.Arena, -1));
            pool.Seal();
            Assert.IsNull(pool.RentBytes(PoolOwner.Arena, 1));
            Same.Code(ResultCode.PoolSealed, pool.LastResult);
            Assert.AreEqual(120, pool.TotalBytes);
        }
    }
}
