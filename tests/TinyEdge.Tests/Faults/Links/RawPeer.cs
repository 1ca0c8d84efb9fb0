using System.Net.Sockets;
using System.Text;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>A socket that says what it likes.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    public RawPeer(int port)
    {
        _client = new TcpClient("127.0.0.1", port) { NoDelay = true, ReceiveTimeout = 10_000, SendTimeout = 10_000 };
        _stream = _client.GetStream();
    }

    /// <summary>False when the device has closed the connection.</summary>
    public bool TrySend(string text)
    {
        try
        {
            _stream.Write(Encoding.Latin1.GetBytes(text));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>All that comes until the device closes.</summary>
    public string ReadToEnd()
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        try
        {
            for (int read = _stream.Read(buffer); read > 0; read = _stream.Read(buffer))
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset: whatever came before counts.
        }

        return text.ToString();
    }

    /// <summary>Reads until the text has been seen.</summary>
    public string ReadUntil(string end)
    {
        string text = "";
        byte[] buffer = new byte[65536];
        while (!text.Contains(end, StringComparison.Ordinal))
        {
            int read = _stream.Read(buffer);
            if (read <= 0)
            {
                break;
            }

            text += Encoding.Latin1.GetString(buffer, 0, read);
        }

        return text;
    }

    public void Dispose() => _client.Dispose();
}
