// A small "shim" that ShimFidelityTests compares with listings that differ from it in one thing each.
using System;

namespace ShimSample
{
    public enum Parity : byte
    {
        None = 0,
        Odd = 1,
    }

    public delegate void Arrived(object sender, EventArgs e);

    public abstract class Channel : IDisposable
    {
        protected int Depth;

        protected Channel()
        {
            Depth = 1;
        }

        public void Dispose()
        {
            Depth = 0;
        }

        internal void Unseen()
        {
            Depth++;
        }

        protected abstract int Measure(byte[] buffer);
    }

    public sealed class Port : Channel
    {
        public const int Limit = 255;
        public const string Prefix = "COM";
        public static readonly string First = "COM1";

        public Port(string name, int rate = 9600, Parity parity = Parity.Odd)
        {
            Name = name;
            Rate = rate + (int)parity;
        }

        public event Arrived Arrived;

        public string Name { get; }

        public int Rate { get; set; }

        public char this[int index]
        {
            get { return Name[index]; }
        }

        public static implicit operator Port(string name)
        {
            return new Port(name);
        }

        public static bool TryOpen(string name, out Port port)
        {
            port = new Port(name);
            return true;
        }

        public int Fill(ref int at, params byte[] values)
        {
            at += values.Length;
            Arrived(this, null);
            return at;
        }

        public override string ToString()
        {
            return Name;
        }

        protected override int Measure(byte[] buffer)
        {
            return buffer.Length;
        }

        public struct Mark
        {
            public uint At { get; set; }
        }
    }

    public static class Ports
    {
        public static string[] Names()
        {
            return new[] { Port.First };
        }
    }
}
