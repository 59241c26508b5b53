using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NATS.Client.Core;
using NATS.Client.Core.Protocol;

namespace IrcNats.Bundled.Tests.Nats.Inside;

/// <summary>The protocol as bytes: what is read, what is asked for, what is refused.</summary>
public sealed class CommandReaderTests
{
    private const int BodyMax = 1000;

    [Fact]
    public void The_parts_of_a_message_are_where_they_should_be()
    {
        var bytes = "HMSG a.b  7\treply 12 14\r\nNATS/1.0\r\n\r\nhi\r\nPING\r\n"u8;

        Assert.Equal(0, CommandReader.TryRead(bytes, BodyMax, out var command));

        Assert.Equal((ServerVerb.Msg, 7), (command.Verb, command.Sid));
        Assert.Equal((12, 2), (command.HeaderLength, command.PayloadLength));
        Assert.Equal("a.b", Encoding.ASCII.GetString(bytes[command.Text]));
        Assert.Equal("reply", Encoding.ASCII.GetString(bytes[command.ReplyTo]));
        Assert.Equal("NATS/1.0\r\n\r\nhi\r\n"u8, bytes[command.BodyStart..command.Length]);
        Assert.Equal(0, CommandReader.TryRead(bytes[command.Length..], BodyMax, out var next));
        Assert.Equal((ServerVerb.Ping, 6), (next.Verb, next.Length));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("PIN", 4)]
    [InlineData("MSG a 1 5\r\n", 18)]
    [InlineData("MSG a 1 5\r\nhel", 18)]
    public void An_unfinished_command_says_how_many_bytes_it_needs(string text, int needed) =>
        Assert.Equal(needed, CommandReader.TryRead(Encoding.ASCII.GetBytes(text), BodyMax, out _));

    [Theory]
    [InlineData("MSG a 1 3\r\nhelXXPING\r\n")]
    [InlineData("MSG a 1 1001\r\n")]
    [InlineData("MSG a b c d e 1\r\n")]
    [InlineData("MSG a 99999999999 1\r\n")]
    [InlineData("HMSG a 1 3\r\nabc\r\n")]
    [InlineData("\r\n")]
    public void What_is_not_the_protocol_is_refused(string text) =>
        Assert.Throws<NatsProtocolViolationException>(() =>
            CommandReader.TryRead(Encoding.ASCII.GetBytes(text), BodyMax, out _));

    [Fact]
    public void A_line_without_end_is_refused_at_its_limit()
    {
        var line = new byte[CommandReader.LineMax];

        Assert.Equal(line.Length, CommandReader.TryRead(line.AsSpan(1), BodyMax, out _));
        Assert.Throws<NatsProtocolViolationException>(() => CommandReader.TryRead(line, BodyMax, out _));
    }

    [Fact]
    public void Whatever_bytes_come_the_reader_reads_asks_for_more_or_refuses()
    {
        string[] pieces =
            ["MSG", "HMSG", "PING", "INFO", "-ERR", " ", "\t", "\r\n", "\n", "a.b", "1", "12", "-1", "é", "\0"];
        Prop.ForAll(Gen.Elements(pieces).ArrayOf().ToArbitrary(), words =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(words));
            try
            {
                var needed = CommandReader.TryRead(bytes, BodyMax, out var command);
                return needed == 0 ? command.Length <= bytes.Length : needed > bytes.Length;
            }
            catch (NatsProtocolViolationException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Headers_written_are_read_again()
    {
        var letters = Gen.Elements("abcXYZ-_019".ToCharArray()).NonEmptyListOf().Select(list => string.Concat(list));
        Prop.ForAll(letters.Two().ArrayOf().ToArbitrary(), pairs =>
        {
            var headers = new NatsHeaders();
            foreach (var (name, value) in pairs)
                headers[name] = value;
            var buffer = new ArrayBufferWriter<byte>();

            HeaderCodec.Write(buffer, headers, Encoding.ASCII);

            var read = HeaderCodec.Read(buffer.WrittenSpan, Encoding.ASCII);
            return read.Count == headers.Count && headers.All(pair => read[pair.Key] == pair.Value);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("NATS/1.0 503\r\n\r\n", 503, "")]
    [InlineData("NATS/1.0 404 Message Not Found\r\n\r\n", 404, "Message Not Found")]
    [InlineData("NATS/1.0\r\n\r\n", 0, "")]
    public void A_status_is_read_with_its_text(string block, int code, string text)
    {
        var headers = HeaderCodec.Read(Encoding.ASCII.GetBytes(block), Encoding.ASCII);

        Assert.Equal((code, text), (headers.Code, headers.MessageText));
    }
}
