using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.NanoTests.Update
{
    /// <summary>The whole table: every legal transition as SPEC.md prints it, and nothing else.</summary>
    [TestClass]
    public class UpdateStateMachineTests
    {
        private const int Refused = -1;

        /// <summary>
        /// One character an event, in the order of <see cref="UpdateEvent"/>: where it leads (I, W, S, T, R), or '-'; typed from SPEC.md.
        /// </summary>
        [TestMethod]
        [DataRow(0, "W---I--RR---RI")]
        [DataRow(1, "WSI-W--RR---RW")]
        [DataRow(2, "W-IT--R-----RS")]
        [DataRow(3, "---T-RR--TIRR-")]
        [DataRow(4, "W---R--RR---RI")]
        public void TryNext_EveryEvent_LeadsWhereTheTableSays(int phase, string table)
        {
            Assert.AreEqual(UpdateStateMachine.EventCount, table.Length);
            for (int happened = 0; happened < table.Length; happened++)
            {
                UpdatePhase next;
                UpdateAction action;
                ResultCode code = UpdateStateMachine.TryNext((UpdatePhase)phase, (UpdateEvent)happened, out next, out action);
                int expected = "IWSTR".IndexOf(table[happened]);
                string where = "event " + happened.ToString();
                if (expected == Refused)
                {
                    Same.Code(ResultCode.InvalidTransition, code);
                    Assert.AreEqual(phase, (int)next, where);
                    Assert.AreEqual((int)UpdateAction.None, (int)action, where);
                }
                else
                {
                    Same.Code(ResultCode.Ok, code);
                    Assert.AreEqual(expected, (int)next, where);
                    Assert.IsTrue(action != UpdateAction.None, where);
                }
            }
        }

        /// <summary>The transitions that let a bundle run or make it the one to stay.</summary>
        [TestMethod]
        [DataRow((int)UpdatePhase.Staged, (int)UpdateEvent.BootTrial, (int)UpdateAction.SpendAttempt)]
        [DataRow((int)UpdatePhase.Trial, (int)UpdateEvent.BootTrial, (int)UpdateAction.SpendAttempt)]
        [DataRow((int)UpdatePhase.Trial, (int)UpdateEvent.Confirm, (int)UpdateAction.Promote)]
        [DataRow((int)UpdatePhase.Trial, (int)UpdateEvent.TrialFailed, (int)UpdateAction.DropTrial)]
        [DataRow((int)UpdatePhase.Trial, (int)UpdateEvent.AttemptsUsedUp, (int)UpdateAction.DropTrial)]
        [DataRow((int)UpdatePhase.Writing, (int)UpdateEvent.Stage, (int)UpdateAction.ArmTrial)]
        [DataRow((int)UpdatePhase.Idle, (int)UpdateEvent.CrashLoop, (int)UpdateAction.SwitchActive)]
        public void TryNext_WhatDecides_DoesItsAction(int phase, int happened, int expected)
        {
            UpdatePhase next;
            UpdateAction action;
            UpdateStateMachine.TryNext((UpdatePhase)phase, (UpdateEvent)happened, out next, out action);
            Assert.AreEqual(expected, (int)action);
        }
    }
}
