namespace TinyEdge.Companion.Hardware;

/// <summary>One wire of <c>hardware/pinmap.csv</c>.</summary>
/// <param name="Board">Board that the wire begins at.</param>
/// <param name="Signal">Peripheral function as the firmware names it, or INDICATOR, 3V3, GND.</param>
/// <param name="Gpio">GPIO number; null for power.</param>
/// <param name="Header">Pin of the board's header, such as J3-6.</param>
/// <param name="Part">What it leads to: sensor, console or indicator.</param>
/// <param name="PartPin">Pin of that part.</param>
/// <param name="Colour">Colour of the wire, a name that SVG knows.</param>
/// <param name="Note">What to know about it.</param>
public sealed record PinMapRow(string Board, string Signal, int? Gpio, string Header, string Part, string PartPin, string Colour, string Note);
