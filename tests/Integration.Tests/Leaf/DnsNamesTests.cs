using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IrcNats.Leaf.Transport;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>Host names from a name server of the test's own, on UDP of loopback.</summary>
public sealed class DnsNamesTests
{
    private static readonly IPAddress s_four = IPAddress.Parse("192.0.2.7"), s_six = IPAddress.Parse("2001:db8::7");

    [Fact]
    public async Task A_name_comes_with_its_addresses()
    {
        using NameServer server = new()
        {
            Records =
            {
                ["7.2.0.192.in-addr.arpa"] = [(12, Name("host.example"))],
                ["host.example"] = [(1, s_four.GetAddressBytes()), (1, [192, 0, 2, 8]), (28, s_six.GetAddressBytes())],
                ["7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"] =
                    [(12, Name("host.example"))],
            },
        };

        HostEntry? four = await server.Names.FindAsync(s_four), six = await server.Names.FindAsync(s_six);

        Assert.Equal("host.example", four!.Name);
        Assert.Equal([s_four, IPAddress.Parse("192.0.2.8")], four.Addresses);
        Assert.Equal(("host.example", s_six), (six!.Name, Assert.Single(six.Addresses)));
    }

    [Fact]
    public async Task A_name_without_addresses_has_none()
    {
        using NameServer server = new() { Records = { ["7.2.0.192.in-addr.arpa"] = [(12, Name("forged.example"))] } };

        HostEntry? found = await server.Names.FindAsync(s_four);

        Assert.Equal(("forged.example", 0), (found!.Name, found.Addresses.Count));
    }

    [Theory]
    [InlineData(Answer.NoSuchName)]
    [InlineData(Answer.Refused)]
    [InlineData(Answer.Garbage)]
    [InlineData(Answer.OfAnotherQuestion)]
    [InlineData(Answer.Silence)]
    public async Task What_is_no_answer_is_no_name(Answer answer)
    {
        using NameServer server = new() { Instead = answer };

        Assert.Null(await server.Names.FindAsync(s_four).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.InRange(server.Asked, 1, 4);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task An_address_of_no_machine_has_no_name(string address)
    {
        using NameServer server = new();
        Assert.Null(await server.Names.FindAsync(IPAddress.Parse(address)));
    }

    private static byte[] Name(string name)
    {
        List<byte> bytes = [];
        foreach (string label in name.Split('.'))
            bytes.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        return [.. bytes, 0];
    }

    public enum Answer { Records, NoSuchName, Refused, Garbage, OfAnotherQuestion, Silence }

    private sealed class NameServer : IDisposable
    {
        private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));

        public NameServer()
        {
            Names = DnsNames.Of((IPEndPoint)_socket.Client.LocalEndPoint!);
            _ = AnswerAsync();
        }

        public DnsNames Names { get; }

        /// <summary>Type and data of what each name has.</summary>
        public Dictionary<string, (ushort Type, byte[] Data)[]> Records { get; } = [];

        public Answer Instead { get; init; }

        public int Asked { get; private set; }

        public void Dispose() => _socket.Dispose();

        private async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    UdpReceiveResult question = await _socket.ReceiveAsync();
                    Asked++;
                    if (Instead == Answer.Silence) continue;
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
            if (Instead == Answer.Garbage) return [.. question[..2], 0x81, 0x80, 0xFF, 0xFF, 0xFF, 0xFF];
            int at = 12;
            List<string> labels = [];
            for (; question[at] > 0; at += question[at] + 1)
                labels.Add(Encoding.ASCII.GetString(question, at + 1, question[at]));
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(at + 1));
            var found = Records.GetValueOrDefault(string.Join('.', labels), []).Where(r => r.Type == type).ToArray();
            int code = Instead switch { Answer.NoSuchName => 3, Answer.Refused => 5, _ => 0 };
            byte[] id = Instead == Answer.OfAnotherQuestion ? [(byte)~question[0], question[1]] : question[..2];
            List<byte> answer =
                [.. id, 0x81, (byte)(0x80 | code), 0, 1, 0, (byte)found.Length, 0, 0, 0, 0, .. question[12..(at + 5)]];
            foreach (var (kind, data) in found)
                answer.AddRange([0xC0, 12, 0, (byte)kind, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data]);
            return [.. answer];
        }
    }
}
