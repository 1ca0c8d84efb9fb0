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

        /// <summary>Full resolution at 8 g, twelve bits left justified: 4096 a g, low byte first.</summary>
        [TestMethod]
        public void Adxl345_Samples_BecomeCounts()
        {
            ScriptedBus bus = new ScriptedBus(AdxlData);
            bus.Registers[0x00] = 0xE5;
            Adxl345 sensor = new Adxl345(bus);
            Same.Code(ResultCode.Ok, sensor.TryStart(400, 16));

            // Rate code 1100, full resolution left justified at 8 g, stream mode, measuring (data sheet rev. G, tables 7, 17, 21, 22).
            Assert.AreEqual(0x0C, (int)bus.Registers[0x2C]);
            Assert.AreEqual(0x0E, (int)bus.Registers[0x31]);
            Assert.AreEqual(0x80, bus.Registers[0x38] & 0xC0);
            Assert.AreEqual(0x08, (int)bus.Registers[0x2D]);

            // 1 g, -1 g, 0; just below 8 g, -8 g, one LSB.
            bus.SetData(Hex.Bytes("001000f00000" + "f07f00801000"));
            bus.Registers[0x39] = 2;
            short[] xyz = new short[6];
            int count;
            Same.Code(ResultCode.Ok, sensor.TryRead(xyz, 2, out count));
            Assert.AreEqual(2, count);
            Same.Int16(new short[] { 4096, -4096, 0, 32752, -32768, 16 }, xyz);
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

        /// <summary>4096 LSB a g at 8 g (AFS_SEL 2), high byte first, whatever range the application needs.</summary>
        [TestMethod]
        [DataRow(2)]
        [DataRow(4)]
        [DataRow(8)]
        [DataRow(16)]
        public void Mpu6050_Samples_AreCounts(int rangeG)
        {
            ScriptedBus bus = new ScriptedBus(MpuData);
            bus.Registers[0x75] = 0x68;
            Mpu6050 sensor = new Mpu6050(bus);
            Same.Code(ResultCode.Ok, sensor.TryStart(200, rangeG));
            Assert.AreEqual(4, (int)bus.Registers[0x19]);
            Assert.AreEqual(0x10, (int)bus.Registers[0x1C]);
            bus.SetData(Hex.Bytes("1000f0000003" + "7fff8000ffff"));
            bus.Registers[0x72] = 0;
            bus.Registers[0x73] = 12;
            short[] xyz = new short[6];
            int count;
            Same.Code(ResultCode.Ok, sensor.TryRead(xyz, 4, out count));
            Assert.AreEqual(2, count);
            Same.Int16(new short[] { 4096, -4096, 3, 32767, -32768, -1 }, xyz);
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
