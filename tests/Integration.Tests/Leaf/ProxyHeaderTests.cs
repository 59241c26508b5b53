using System.Buffers;
using System.Text;
using IrcNats.Leaf.Transport;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>The PROXY header as bytes. https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt</summary>
public sealed class ProxyHeaderTests
{
    private static readonly byte[] s_signature = [.. "\r\n\r\n\0\r\nQUIT\n"u8];

    public static TheoryData<byte[], string?, bool> Good => new()
    {
        { Text("PROXY TCP4 198.51.100.7 192.0.2.1 40000 6667\r\n"), "198.51.100.7:40000", false },
        { Text("PROXY TCP6 2001:db8::7 ::1 40000 6667\r\n"), "[2001:db8::7]:40000", false },
        { Text("PROXY UNKNOWN\r\n"), null, false },
        { Text("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n"), null, false },
        { Binary(0x21, 0x11, [198, 51, 100, 7, 192, 0, 2, 1, 0x9c, 0x40, 0x1a, 0x0b]), "198.51.100.7:40000", false },
        {
            Binary(0x21, 0x21, [0x20, 1, 0xd, 0xb8, .. new byte[11], 7, .. new byte[15], 1, 0x9c, 0x40, 0x1a, 0x0b]),
            "[2001:db8::7]:40000", false
        },
        { Binary(0x20, 0x00, []), null, false },
        { Binary(0x21, 0x31, new byte[216]), null, false },
        { WithFields([0x20, 0, 5, 1, 0, 0, 0, 0]), "198.51.100.7:40000", true },
        { WithFields([4, 0, 2, 0, 0, 0x20, 0, 5, 1, 0, 0, 0, 0]), "198.51.100.7:40000", true },
        { WithFields([0x20, 0, 5, 0, 0, 0, 0, 0]), "198.51.100.7:40000", false },
    };

    public static TheoryData<byte[]> Bad =>
    [
        Text("NICK alice\r\n"), Text("GET / HTTP/1.1\r\n"), Text("PROXYTCP4 1.2.3.4 1.2.3.4 1 2\r\n"),
        Text("PROXY TCP4 here there 1 2\r\n"), Text("PROXY TCP4 1 1.2.3.4 1 2\r\n"),
        Text("PROXY TCP4 010.0.0.1 1.2.3.4 1 2\r\n"), Text("PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n"),
        Text("PROXY TCP6 1.2.3.4 ::1 1 2\r\n"), Text("PROXY TCP4 ::1 1.2.3.4 1 2\r\n"),
 Text("PROXY TCP4 1.2.3.4 1.2.3.4 70000 2\r\n"), Text("PROXY\r\n"),
        Text("PROXY TCP4 " + new string('1', 200)), Text("PROXY UNKNOWN" + new string(' ', 120) + "\r\n"),
        Binary(0x22, 0x11, new byte[12]), Binary(0x11, 0x11, new byte[12]), Binary(0x21, 0x11, new byte[11]),
        Binary(0x21, 0x11, new byte[5000]), WithFields([0x20, 0, 9, 1]), [0x16, 3, 1, 2, 0],
    ];

    [Theory, MemberData(nameof(Good))]
    public void A_header_is_taken_whole_and_nothing_behind_it(byte[] header, string? source, bool secure)
    {
        ReadOnlySequence<byte> buffer = new([.. header, .. "NICK"u8]);
        ProxyHeader? read = ProxyHeader.Read(ref buffer);
        Assert.Equal((source, secure), (read?.Source?.ToString(), read?.Secure ?? true));
        Assert.Equal("NICK", Encoding.ASCII.GetString(buffer));
    }

    [Theory, MemberData(nameof(Good))]
    public void Less_than_a_header_is_waited_for(byte[] header, string? source, bool secure)
    {
        _ = (source, secure);
        for (int length = 0; length < header.Length; length++)
        {
            ReadOnlySequence<byte> buffer = new(header, 0, length);
            Assert.Null(ProxyHeader.Read(ref buffer));
            Assert.Equal(length, buffer.Length);
        }
    }

    [Theory, MemberData(nameof(Bad))]
    public void Anything_else_is_refused(byte[] bytes) => Assert.Throws<FormatException>(() =>
    {
        ReadOnlySequence<byte> buffer = new(bytes);
        ProxyHeader.Read(ref buffer);
    });

    // Whatever a proxy sends: it is a header, not yet one, or none, and nothing else happens.
    [Fact]
    public void Bytes_of_any_kind_do_no_harm()
    {
        Random random = new(1);
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            Try(bytes);
            Try([.. "PROXY "u8, .. bytes]);
            Try([.. s_signature, .. bytes]);
            Try(Binary((byte)(0x20 + random.Next(3)), (byte)random.Next(256), bytes));
            Try(WithFields(bytes));
        }
    }

    private static void Try(byte[] bytes)
    {
        ReadOnlySequence<byte> buffer = new(bytes);
        try
        {
            if (ProxyHeader.Read(ref buffer) is null) Assert.Equal(bytes.Length, buffer.Length);
        }
        catch (FormatException refused)
        {
            Assert.NotEmpty(refused.Message);
        }
    }

    private static byte[] Text(string line) => Encoding.ASCII.GetBytes(line);

    private static byte[] Binary(byte command, byte family, byte[] rest) =>
        [.. s_signature, command, family, (byte)(rest.Length >> 8), (byte)rest.Length, .. rest];

    private static byte[] WithFields(byte[] fields) =>
        Binary(0x21, 0x11, [198, 51, 100, 7, 192, 0, 2, 1, 0x9c, 0x40, 0x1a, 0x0b, .. fields]);
}
