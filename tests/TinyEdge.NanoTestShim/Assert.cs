using System;
using TestFrameworkShared;

namespace nanoFramework.TestFramework;

/// <summary>
/// The assertions of nanoFramework.TestFramework. Values are compared by Equals, so floating-point numbers exactly; types are compared for
/// identity, so a derived type is another one. Its obsolete names (Equal, True, Throws, ...) are not here on purpose.
/// </summary>
public sealed class Assert
{
    public static void AreEqual(bool expected, bool actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(byte expected, byte actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(char expected, char actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(DateTime expected, DateTime actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(double expected, double actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(float expected, float actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(int expected, int actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(long expected, long actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(object expected, object actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(sbyte expected, sbyte actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(short expected, short actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(string expected, string actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(uint expected, uint actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(ulong expected, ulong actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreEqual(ushort expected, ushort actual, string message = "") => RequireEqual(expected, actual, message);

    public static void AreNotEqual(bool notExpected, bool actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(byte notExpected, byte actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(char notExpected, char actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(DateTime notExpected, DateTime actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(double notExpected, double actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(float notExpected, float actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(int notExpected, int actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(long notExpected, long actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(object notExpected, object actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(sbyte notExpected, sbyte actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(short notExpected, short actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(string notExpected, string actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(uint notExpected, uint actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(ulong notExpected, ulong actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreNotEqual(ushort notExpected, ushort actual, string message = "") => RequireNotEqual(notExpected, actual, message);

    public static void AreSame(object expected, object actual, string message = "") =>
        Require(ReferenceEquals(expected, actual), nameof(AreSame), message);

    public static void AreNotSame(object notExpected, object actual, string message = "") =>
        Require(!ReferenceEquals(notExpected, actual), nameof(AreNotSame), message);

    public static void IsTrue(bool condition, string message = "") => Require(condition, nameof(IsTrue), message);

    public static void IsFalse(bool condition, string message = "") => Require(!condition, nameof(IsFalse), message);

    public static void IsNull(object value, string message = "") => Require(value is null, nameof(IsNull), message);

    public static void IsNotNull(object value, string message = "") => Require(value is not null, nameof(IsNotNull), message);

    public static void IsInstanceOfType(object value, Type expected, string message = "") =>
        Require(value is not null && value.GetType() == expected, nameof(IsInstanceOfType), message);

    public static void IsNotInstanceOfType(object value, Type notExpected, string message = "") =>
        Require(value is null || value.GetType() != notExpected, nameof(IsNotInstanceOfType), message);

    public static void Contains(string expected, string value, string message = "") =>
        Require(value.Contains(expected, StringComparison.Ordinal), nameof(Contains), message);

    public static void DoesNotContains(string notExpected, string value, string message = "") =>
        Require(!value.Contains(notExpected, StringComparison.Ordinal), nameof(DoesNotContains), message);

    public static void StartsWith(string expected, string value, string message = "") =>
        Require(value.StartsWith(expected, StringComparison.Ordinal), nameof(StartsWith), message);

    public static void EndsWith(string expected, string value, string message = "") =>
        Require(value.EndsWith(expected, StringComparison.Ordinal), nameof(EndsWith), message);

    /// <summary>Passes when the action throws exactly this type of exception.</summary>
    public static void ThrowsException(Type exception, Action action, string message = "")
    {
        Exception thrown = null;
        try
        {
            action();
        }
        catch (Exception caught)
        {
            thrown = caught;
        }

        Require(thrown is not null && thrown.GetType() == exception, nameof(ThrowsException), $"Expected:<{exception}>. Actual:<{thrown?.GetType()}>. {message}");
    }

    public static void SkipTest(string message = null) => throw new SkipTestException(message);

    private static void RequireEqual(object expected, object actual, string message) =>
        Require(Equals(expected, actual), nameof(AreEqual), $"Expected:<{expected ?? "(null)"}>. Actual:<{actual ?? "(null)"}>. {message}");

    private static void RequireNotEqual(object notExpected, object actual, string message) =>
        Require(!Equals(notExpected, actual), nameof(AreNotEqual), $"Not expected:<{notExpected ?? "(null)"}>. {message}");

    private static void Require(bool condition, string assertion, string message)
    {
        if (!condition)
        {
            throw new AssertFailedException($"Assert.{assertion} failed. {message}");
        }
    }
}
