using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.NanoTests.Sensing
{
    /// <summary>The drivers against their data sheets: what they write, and how bytes become counts of 1/4096 g.</summary>
    [TestClass]
    public class SensorTests
    {
        private const byte AdxlData = 0x32;
        private const byte MpuData = 0x74;

        /// <summary>Full resolution: 256 LSB a g, low byte first; 4096 counts a g, saturated at 8 g.</summary>
        [TestMethod]
        public void Adxl345_Samples_BecomeCounts()
        {
            ScriptedBus bus = new ScriptedBus(AdxlData);
            bus.Registers[0x00] = 0xE5;
            Adxl345 sensor = new Adxl345(bus);
            Same.Code(ResultCode.Ok, sensor.TryStart(400, 16));

            // Rate code 1100, full resolution with range 16 g, stream mode, measuring (data sheet rev. G, tables 7, 17, 21, 22).
            Assert.AreEqual(0x0C, (int)bus.Registers[0x2C]);
            Assert.AreEqual(0x0B, (int)bus.Registers[0x31]);
            Assert.AreEqual(0x80, bus.Registers[0x38] & 0xC0);
            Assert.AreEqual(0x08, (int)bus.Registers[0x2D]);

            // 1 g, -1 g, 0; 16 g, -16 g, one LSB.
            bus.SetData(Hex.Bytes("000100ff0000" + "ff0f00f00100"));
            bus.Registers[0x39] = 2;
            short[] xyz = new short[6];
            int count;
            Same.Code(ResultCode.Ok, sensor.TryRead(xyz, 2, out count));
            Assert.AreEqual(2, count);
            Same.Int16(new short[] { 4096, -4096, 0, 32767, -32768, 16 }, xyz);
        }

        [TestMethod]
        public void Adxl345_FullFifo_DeliversAndReportsTheLoss()
        {
            ScriptedBus bus = new ScriptedBus(AdxlData);
            bus.Registers[0x00] = 0xE5;
            Adxl345 sensor = new Adxl345(bus);
            sensor.TryStart(400, 8);
            bus.SetData(new byte[12]);
            bus.Registers[0x39] = 32;
            bus.Registers[0x30] = 0x01;
            int count;
            Same.Code(ResultCode.FifoOverrun, sensor.TryRead(new short[6], 2, out count));
            Assert.AreEqual(2, count);
            Assert.AreEqual(1, sensor.OverrunCount);
        }

        [TestMethod]
        public void Adxl345_OtherChipOrSetting_IsRefused()
        {
            ScriptedBus bus = new ScriptedBus(AdxlData);
            Adxl345 sensor = new Adxl345(bus);
            Same.Code(ResultCode.SensorWrongIdentity, sensor.TryStart(400, 8));
            Same.Code(ResultCode.UnsupportedSensorSetting, sensor.TryStart(401, 8));
            Same.Code(ResultCode.UnsupportedSensorSetting, sensor.TryStart(400, 5));
            bus.FailuresLeft = 1;
            Same.Code(ResultCode.SensorNotFound, sensor.TryStart(400, 8));
            Assert.AreEqual(1, sensor.BusErrorCount);
        }

        /// <summary>16384 LSB a g at 2 g, half of it with each further range, high byte first.</summary>
        [TestMethod]
        [DataRow(2, 4096, -4096, 1)]
        [DataRow(4, 8192, -8192, 2)]
        [DataRow(8, 16384, -16384, 3)]
        [DataRow(16, 32767, -32768, 6)]
        public void Mpu6050_Samples_BecomeCounts(int rangeG, int ofOneG, int ofMinusOneG, int ofThree)
        {
            // The words of 1 g and -1 g at 2 g, and 3: at other ranges they mean as many g more.
            ScriptedBus bus = new ScriptedBus(MpuData);
            bus.Registers[0x75] = 0x68;
            Mpu6050 sensor = new Mpu6050(bus);
            Same.Code(ResultCode.Ok, sensor.TryStart(200, rangeG));
            Assert.AreEqual(4, (int)bus.Registers[0x19]);
            bus.SetData(Hex.Bytes("4000c0000003"));
            bus.Registers[0x72] = 0;
            bus.Registers[0x73] = 6;
            short[] xyz = new short[3];
            int count;
            Same.Code(ResultCode.Ok, sensor.TryRead(xyz, 4, out count));
            Assert.AreEqual(1, count);
            Assert.AreEqual(ofOneG, xyz[0]);
            Assert.AreEqual(ofMinusOneG, xyz[1]);
            Assert.AreEqual(ofThree, xyz[2]);
        }

        [TestMethod]
        public void Mpu6050_Overflow_EmptiesTheFifoAndGoesOn()
        {
            ScriptedBus bus = new ScriptedBus(MpuData);
            bus.Registers[0x75] = 0x68;
            Mpu6050 sensor = new Mpu6050(bus);
            sensor.TryStart(200, 8);
            bus.Registers[0x72] = 0x04;
            bus.Registers[0x73] = 0x00;
            int count;
            Same.Code(ResultCode.FifoOverrun, sensor.TryRead(new short[3], 1, out count));
            Assert.AreEqual(0, count);
            Assert.AreEqual(0x40, (int)bus.Registers[0x6A]);
            Assert.AreEqual(1, sensor.OverrunCount);
        }
    }
}
