using System.Text;

namespace IrcNats.Protocol;

/// <summary>Fills one span with UTF-8, piece by piece; the span must be large enough for all of them.</summary>
internal ref struct LineWriter(Span<byte> to)
{
    private readonly Span<byte> _to = to;

    public int Written { get; private set; }

    public void Put(char ascii) => _to[Written++] = (byte)ascii;

    public void Put(string text) => Written += Encoding.UTF8.GetBytes(text, _to[Written..]);
}
