namespace TinyEdge.Runtime.Supervision
{
    /// <summary>What an application can do in answer to a decision. Nothing here blocks or allocates.</summary>
    public sealed class AppActions
    {
        /// <summary>Number of application figures that the health line carries, as a0 to a3.</summary>
        public const int FigureCount = 4;

        private readonly int[] _figures = new int[FigureCount];
        private bool _indicator;

        /// <summary>State of the indicator output (the board's LED or relay).</summary>
        public bool Indicator
        {
            get { return _indicator; }
        }

        /// <summary>Switches the indicator output.</summary>
        public void SetIndicator(bool on)
        {
            _indicator = on;
        }

        /// <summary>Publishes an application figure in the health line; other slots are ignored.</summary>
        public void Report(int slot, int value)
        {
            if (slot >= 0 && slot < FigureCount)
            {
                _figures[slot] = value;
            }
        }

        /// <summary>The figure of a slot, 0 for slots that do not exist.</summary>
        public int Figure(int slot)
        {
            return slot >= 0 && slot < FigureCount ? _figures[slot] : 0;
        }
    }
}
