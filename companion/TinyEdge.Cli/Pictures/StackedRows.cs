using ScottPlot;

namespace TinyEdge.Cli.Pictures;

/// <summary>Plots one below the other, each with a height of its own.</summary>
/// <param name="heights">Pixels; scaled when the picture is higher or lower than their sum.</param>
internal sealed class StackedRows(IReadOnlyList<int> heights) : IMultiplotLayout
{
    public PixelRect[] GetSubplotRectangles(SubplotCollection subplots, PixelRect figureRect)
    {
        float scale = figureRect.Height / heights.Sum();
        PixelRect[] rows = new PixelRect[heights.Count];
        float top = figureRect.Top;
        for (int i = 0; i < rows.Length; i++)
        {
            float bottom = top + (heights[i] * scale);
            rows[i] = new PixelRect(figureRect.Left, figureRect.Right, bottom, top);
            top = bottom;
        }

        return rows;
    }
}
