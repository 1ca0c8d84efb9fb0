using System.Numerics;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Flow;

/// <summary>What is known of a result, from what is known of the operands. Anything not said here may be any value of its width.</summary>
internal static class Arithmetic
{
    public static Known Binary(Code code, Known left, Known right)
    {
        bool is64 = left.Is64 || (right.Is64 && code is not (Code.Shl or Code.Shr or Code.Shr_Un));
        return code switch
        {
            Code.Add => Known.Between((Int128)left.Low + right.Low, (Int128)left.High + right.High, is64),
            Code.Sub => Known.Between((Int128)left.Low - right.High, (Int128)left.High - right.Low, is64),
            Code.Mul => Product(left, right, is64),
            Code.Div or Code.Div_Un => Quotient(code, left, right, is64),
            Code.Rem or Code.Rem_Un => Remainder(code, left, right, is64),
            Code.And => Intersection(left, right, is64),
            Code.Or or Code.Xor => Union(code, left, right, is64),
            Code.Shr when right.IsConstant => new Known(left.Low >> Count(right, is64), left.High >> Count(right, is64), is64),
            Code.Shr_Un when right.IsConstant => ShiftedUnsigned(left, Count(right, is64), is64),
            Code.Shl when right.IsConstant => Known.Between((Int128)left.Low << Count(right, is64), (Int128)left.High << Count(right, is64), is64),
            Code.Shl when right.Low >= 0 && right.High < 31 && left.Low >= 0 => Known.Between(left.Low, (Int128)left.High << (int)right.High, is64),
            // A single bit, moved within the width, is not lost.
            Code.Shl when left is { IsConstant: true, Low: 1 } && right.Low >= 0 && right.High < (is64 ? 64 : 32) => Known.Any(is64) with { NotZero = true },
            _ => Known.Any(is64),
        };
    }

    public static Known Negate(Known value) => Known.Between(-(Int128)value.High, -(Int128)value.Low, value.Is64) with { NotZero = value.ExcludesZero };

    public static Known Convert(Code code, Known value) => code switch
    {
        Code.Conv_I1 => Narrow(value, sbyte.MinValue, sbyte.MaxValue, false),
        Code.Conv_U1 => Narrow(value, byte.MinValue, byte.MaxValue, false),
        Code.Conv_I2 => Narrow(value, short.MinValue, short.MaxValue, false),
        Code.Conv_U2 => Narrow(value, ushort.MinValue, ushort.MaxValue, false),
        Code.Conv_I4 => Narrow(value, int.MinValue, int.MaxValue, false),
        Code.Conv_U4 => value.Is64 ? Narrow(value, int.MinValue, int.MaxValue, false) : value with { Is64 = false },
        Code.Conv_I8 => value with { Is64 = true },
        Code.Conv_U8 => value.Low >= 0 || value.Is64 ? value with { Is64 = true } : new Known(0, uint.MaxValue, true, value.ExcludesZero),
        _ => Known.Any(false),
    };

    private static Known Narrow(Known value, long low, long high, bool is64) =>
        value.Low >= low && value.High <= high ? value with { Is64 = is64 } : new Known(low, high, is64);

    private static Known Product(Known left, Known right, bool is64)
    {
        Int128[] corners = [(Int128)left.Low * right.Low, (Int128)left.Low * right.High, (Int128)left.High * right.Low, (Int128)left.High * right.High];
        Int128 low = corners.Min();
        Int128 high = corners.Max();
        Known product = Known.Between(low, high, is64);
        bool fits = low >= Known.Least(is64) && high <= Known.Greatest(is64);
        return fits && left.ExcludesZero && right.ExcludesZero ? product with { NotZero = true } : product;
    }

    private static Known Quotient(Code code, Known left, Known right, bool is64)
    {
        if (code == Code.Div_Un && left.Low < 0)
        {
            return right is { IsConstant: true, Low: > 1 } ? new Known(0, Known.Greatest(is64), is64) : Known.Any(is64);
        }

        return right.Low > 0
            ? new Known(Math.Min(left.Low / right.Low, left.Low / right.High), Math.Max(left.High / right.Low, left.High / right.High), is64)
            : Known.Any(is64);
    }

    private static Known Remainder(Code code, Known left, Known right, bool is64)
    {
        if (right.Low <= 0)
        {
            return Known.Any(is64);
        }

        long most = right.High - 1;
        return code == Code.Rem_Un || left.Low >= 0 ? new Known(0, most, is64) : new Known(-most, most, is64);
    }

    private static Known Intersection(Known left, Known right, bool is64) => (left.Low >= 0, right.Low >= 0) switch
    {
        (true, true) => new Known(0, Math.Min(left.High, right.High), is64),
        (true, false) => new Known(0, left.High, is64),
        (false, true) => new Known(0, right.High, is64),
        _ => Known.Any(is64),
    };

    private static Known Union(Code code, Known left, Known right, bool is64)
    {
        bool isNotZero = code == Code.Or && (left.ExcludesZero || right.ExcludesZero);
        if (left.Low < 0 || right.Low < 0)
        {
            return Known.Any(is64) with { NotZero = isNotZero };
        }

        long all = (long)(BitOperations.RoundUpToPowerOf2((ulong)Math.Max(left.High, right.High) + 1) - 1);
        long low = code == Code.Or ? Math.Max(left.Low, right.Low) : 0;
        return new Known(low, all < 0 || all > Known.Greatest(is64) ? Known.Greatest(is64) : all, is64, isNotZero);
    }

    private static Known ShiftedUnsigned(Known left, int count, bool is64)
    {
        if (left.Low >= 0)
        {
            return new Known(left.Low >> count, left.High >> count, is64);
        }

        return count == 0 ? left : new Known(0, is64 ? (long)(ulong.MaxValue >> count) : uint.MaxValue >> count, is64);
    }

    private static int Count(Known right, bool is64) => (int)right.Low & (is64 ? 63 : 31);
}
