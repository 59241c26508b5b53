using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IrcNats.Leaf.Transport;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>What a name server of a test says: what it has, or something else.</summary>
public enum DnsAnswer { Records, NoSuchName, Refused, Garbage, OfAnotherQuestion, Silence }

/// <summary>A name server of the test's own, on UDP of loopback. https://www.rfc-editor.org/rfc/rfc1035</summary>
sealed class NameServer : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));

    public NameServer()
    {
        _ = AnswerAsync();
    }

    public IPEndPoint At => (IPEndPoint)_socket.Client.LocalEndPoint!;

    public DnsNames Names => DnsNames.Of(At);

    /// <summary>Type and data of what each name has.</summary>
    public Dictionary<string, (ushort Type, byte[] Data)[]> Records { get; } = [];

    public DnsAnswer Instead { get; init; }

    public int Asked { get; private set; }

    /// <summary>A name as it stands in an answer.</summary>
    public static byte[] Name(string name)
    {
        List<byte> bytes = [];
        foreach (string label in name.Split('.'))
            bytes.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        return [.. bytes, 0];
    }

    public void Dispose() => _socket.Dispose();

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                UdpReceiveResult question = await _socket.ReceiveAsync();
                Asked++;
                if (Instead == DnsAnswer.Silence) continue;
                await _socket.SendAsync(To(question.Buffer), question.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The end of the test.
        }
    }

    // https://www.rfc-editor.org/rfc/rfc1035#section-4
    private byte[] To(byte[] question)
    {
        if (Instead == DnsAnswer.Garbage) return [.. question[..2], 0x81, 0x80, 0xFF, 0xFF, 0xFF, 0xFF];
        int at = 12;
        List<string> labels = [];
        for (; question[at] > 0; at += question[at] + 1)
            labels.Add(Encoding.ASCII.GetString(question, at + 1, question[at]));
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(at + 1));
        var found = Records.GetValueOrDefault(string.Join('.', labels), []).Where(r => r.Type == type).ToArray();
        int code = Instead switch { DnsAnswer.NoSuchName => 3, DnsAnswer.Refused => 5, _ => 0 };
        byte[] id = Instead == DnsAnswer.OfAnotherQuestion ? [(byte)~question[0], question[1]] : question[..2];
        List<byte> answer =
            [.. id, 0x81, (byte)(0x80 | code), 0, 1, 0, (byte)found.Length, 0, 0, 0, 0, .. question[12..(at + 5)]];
        foreach (var (kind, data) in found)
            answer.AddRange([0xC0, 12, 0, (byte)kind, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data]);
        return [.. answer];
    }
}
