using System.Net.Http.Headers;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>
/// A network that loses, doubles, delays and reorders whole messages, by seed. What it holds back arrives before a later message, long after
/// its sender has given it up.
/// </summary>
/// <param name="seed">Decides everything.</param>
/// <param name="faultPercent">How many of a hundred messages have something happen to them.</param>
internal sealed class UnreliableHandler(int seed, int faultPercent) : DelegatingHandler(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseProxy = false, UseCookies = false })
{
    private readonly Random _random = new(seed);
    private readonly List<HttpRequestMessage> _held = [];

    public int Faults { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_held.Count > 0 && _random.Next(2) == 0)
        {
            await DropAnswerAsync(_held[0], cancellationToken);
            _held.RemoveAt(0);
        }

        if (_random.Next(100) >= faultPercent)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        Faults++;
        switch (_random.Next(5))
        {
            case 0:
                throw new HttpRequestException("The request was lost.");
            case 1:
                await DropAnswerAsync(request, cancellationToken);
                throw new HttpRequestException("The answer was lost.");
            case 2:
                await DropAnswerAsync(await CopyAsync(request), cancellationToken);
                return await base.SendAsync(request, cancellationToken);
            case 3:
                HttpRequestMessage second = await CopyAsync(request);
                HttpResponseMessage first = await base.SendAsync(request, cancellationToken);
                await first.Content.LoadIntoBufferAsync(cancellationToken);
                await DropAnswerAsync(second, cancellationToken);
                return first;
            default:
                _held.Add(await CopyAsync(request));
                throw new HttpRequestException("The request is late.");
        }
    }

    private async Task DropAnswerAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await base.SendAsync(request, cancellation);
        await answer.Content.LoadIntoBufferAsync(cancellation);
    }

    private static async Task<HttpRequestMessage> CopyAsync(HttpRequestMessage request)
    {
        HttpRequestMessage copy = new(request.Method, request.RequestUri) { Version = request.Version };
        foreach (KeyValuePair<string, IEnumerable<string>> header in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (request.Content is not null)
        {
            copy.Content = new ByteArrayContent(await request.Content.ReadAsByteArrayAsync());
            ContentRangeHeaderValue? range = request.Content.Headers.ContentRange;
            copy.Content.Headers.ContentRange = range;
        }

        return copy;
    }
}
