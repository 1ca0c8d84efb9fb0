using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.NanoTests.Generated;
using TinyEdge.Runtime.Update;

namespace TinyEdge.NanoTests.Update
{
    /// <summary>The 64 bytes that decide which bank runs, and the two files that keep them.</summary>
    [TestClass]
    public class BootRecordTests
    {
        [TestMethod]
        public void Seal_EveryField_LiesWhereTheSpecificationSays()
        {
            BootRecord record = Sample();
            Same.Bytes(ExpectedBootRecord.Bytes(), record.Bytes);
            Assert.IsTrue(record.IsValid());
        }

        [TestMethod]
        public void IsValid_AnyByteChanged_IsFalse()
        {
            BootRecord record = Sample();
            for (int i = 0; i < BootRecord.SizeBytes; i++)
            {
                record.Bytes[i] ^= 0x10;
                Assert.IsFalse(record.IsValid(), "byte " + i.ToString());
                record.Bytes[i] ^= 0x10;
            }

            Assert.IsTrue(record.IsValid());
        }

        [TestMethod]
        public void TryLoad_EmptyVolume_IsStorageLost()
        {
            BootRecord record = new BootRecord();
            Same.Code(ResultCode.StorageLost, new BootRecordStore(new MemoryFiles()).TryLoad(record));
        }

        [TestMethod]
        public void TryCommit_Alternates_AndTheNewestIsLoaded()
        {
            MemoryFiles files = new MemoryFiles();
            BootRecordStore store = new BootRecordStore(files);
            BootRecord record = new BootRecord();
            record.SetFactory(3, 1);
            for (uint expected = 1; expected <= 3; expected++)
            {
                record.UncleanBoots = (int)expected;
                Same.Code(ResultCode.Ok, store.TryCommit(record));
                Assert.AreEqual(expected, record.Sequence);
                BootRecord loaded = new BootRecord();
                Same.Code(ResultCode.Ok, new BootRecordStore(files).TryLoad(loaded));
                Same.Bytes(record.Bytes, loaded.Bytes);
            }

            Assert.AreEqual(2u, LittleEndian.ReadUInt32(files.Content(0), 8));
            Assert.AreEqual(3u, LittleEndian.ReadUInt32(files.Content(1), 8));
        }

        /// <summary>Power goes at every byte of a commit: the record before it is still the one that loads.</summary>
        [TestMethod]
        public void TryCommit_CutAtAnyByte_LeavesTheRecordBefore()
        {
            MemoryFiles files = new MemoryFiles();
            BootRecordStore store = new BootRecordStore(files);
            BootRecord record = new BootRecord();
            record.SetFactory(3, 1);
            store.TryCommit(record);
            store.TryCommit(record);
            for (int bytes = 0; bytes < BootRecord.SizeBytes; bytes += 7)
            {
                BootRecord changed = new BootRecord();
                changed.CopyFrom(record);
                changed.UncleanBoots = 9;
                files.BytesLeft = bytes;
                Same.Code(ResultCode.StorageWriteFailed, store.TryCommit(changed));
                files.BytesLeft = -1;
                BootRecord loaded = new BootRecord();
                Same.Code(ResultCode.Ok, new BootRecordStore(files).TryLoad(loaded));
                Same.Bytes(record.Bytes, loaded.Bytes);
            }
        }

        [TestMethod]
        public void TryLoad_BothDamaged_SaysSo()
        {
            MemoryFiles files = new MemoryFiles();
            BootRecordStore store = new BootRecordStore(files);
            BootRecord record = new BootRecord();
            record.SetFactory(3, 1);
            store.TryCommit(record);
            store.TryCommit(record);
            files.Content(0)[20] ^= 1;
            files.Content(1)[60] ^= 1;
            Same.Code(ResultCode.NoValidRecord, new BootRecordStore(files).TryLoad(record));
        }

        /// <summary>RFC 1982 serial numbers; 0 and 0xFFFFFFFF look like erased flash and are skipped.</summary>
        [TestMethod]
        public void Following_AtTheEnd_WrapsAndStaysNewer()
        {
            Assert.AreEqual(1u, BootRecordStore.Following(0xFFFFFFFE));
            Assert.AreEqual(1u, BootRecordStore.Following(0));
            Assert.IsTrue(BootRecordStore.IsNewer(1, 0xFFFFFFFE));
            Assert.IsFalse(BootRecordStore.IsNewer(0xFFFFFFFE, 1));
            Assert.IsFalse(BootRecordStore.IsNewer(5, 5));
        }

        private static BootRecord Sample()
        {
            BootRecord record = new BootRecord();
            record.SetFactory(0x01020304, 0x0506);
            record.Phase = UpdatePhase.Staged;
            record.ActiveBank = 0;
            record.Sequence = 0x0A0B0C0D;
            record.SetTrial(1, 0x15161718, Hex.Bytes("2122232425262728"), 0);
            record.AttemptsLeft = 3;
            record.UncleanBoots = 2;
            record.LastOutcome = UpdateOutcome.FellBack;
            record.ActiveBundleSequence = 0x11121314;
            record.LastReason = ResultCode.GoldenVectorMismatch;
            record.RevokedKeys = 0x0708;
            record.FailedCount = 4;
            record.FailedSequence = 0x31323334;
            record.ConfirmedSequence = 0x41424344;
            record.Seal();
            return record;
        }
    }
}
