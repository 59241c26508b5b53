using Cassandra;
using Cassandra.Protocol;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>Envelopes and frames, on the way out and in; and bytes that are none.</summary>
public sealed class FrameTests
{
    [Property]
    public async Task Small_messages_travel_together_in_one_frame(byte[][] bodies)
    {
        byte[] envelopes = [.. bodies.SelectMany((body, i) => Bytes.Response(5, (short)i, Opcode.Result, body))];
        byte[] frames = envelopes.Length == 0 ? [] : Bytes.InFrames(envelopes);
        Assert.Equal(envelopes.Length == 0 ? 0 : envelopes.Length + 10, frames.Length);
        List<Envelope> read = await Bytes.ReadAllAsync(frames, isFramed: true);
        Assert.Equal(bodies, read.Select(e => e.Body));
        Assert.Equal(Enumerable.Range(0, bodies.Length), read.Select(e => (int)e.Stream));
    }

    [Theory]
    [InlineData(131071 - 9)]
    [InlineData(131071 - 8)]
    [InlineData(131071)]
    [InlineData(1_000_000)]
    public async Task A_long_message_travels_in_several_frames(int length)
    {
        byte[] body = new byte[length];
        new Random(1).NextBytes(body);
        byte[] before = Bytes.Response(5, 1, Opcode.Ready, []), after = Bytes.Response(5, 3, Opcode.Ready, []);
        byte[] frames =
        [
            .. Bytes.InFrames(before), .. Bytes.InFrames(Bytes.Response(5, 2, Opcode.Result, body)),
            .. Bytes.InFrames(after),
        ];
        List<Envelope> read = await Bytes.ReadAllAsync(frames, isFramed: true);
        Assert.Equal([1, 2, 3], read.Select(e => (int)e.Stream));
        Assert.Equal(body, read[1].Body);
    }

    [Property]
    public async Task Version_4_has_no_frames(byte[][] bodies)
    {
        byte[] envelopes = [.. bodies.SelectMany((body, i) => Bytes.Response(4, (short)i, Opcode.Result, body))];
        Assert.Equal(bodies, (await Bytes.ReadAllAsync(envelopes, isFramed: false)).Select(e => e.Body));
    }

    // Whatever bit is wrong: nothing is taken for a message that was not sent.
    [Property(MaxTest = 500)]
    public async Task A_bit_that_is_wrong_is_noticed(byte[] body, PositiveInt at, int bit)
    {
        byte[] frames = Bytes.InFrames(Bytes.Response(5, 7, Opcode.Result, body));
        frames[at.Get % frames.Length] ^= (byte)(1 << (bit & 7));
        await Assert.ThrowsAsync<MalformedFrameException>(async () =>
        {
            if ((await Bytes.ReadAllAsync(frames, isFramed: true)).Count == 0)
                throw new MalformedFrameException("The announced length was longer, and the stream ended.");
        });
    }

    // Cut off anywhere: what was whole is read, the rest is the end of the stream.
    [Property]
    public async Task A_torn_frame_is_the_end(byte[] body, PositiveInt cut)
    {
        byte[] whole = Bytes.InFrames(Bytes.Response(5, 1, Opcode.Result, body));
        byte[] torn = [.. whole, .. whole[..(cut.Get % whole.Length)]];
        Assert.Single(await Bytes.ReadAllAsync(torn, isFramed: true));
    }

    [Fact]
    public async Task A_message_that_claims_to_be_huge_is_refused_before_it_is_held()
    {
        byte[] header = Bytes.Response(4, 1, Opcode.Result, []);
        header[5] = 0x7F;
        MalformedFrameException error =
            await Assert.ThrowsAsync<MalformedFrameException>(() => Bytes.ReadAllAsync(header, isFramed: false));
        Assert.Contains("2130706432 bytes", error.Message);
    }

    [Fact]
    public void A_page_of_more_rows_than_are_taken_is_refused()
    {
        byte[] body = Samples.Rows(["n"], [.. Enumerable.Repeat(new object?[] { null }, ProtocolLimits.RowsMax + 1)]);
        MalformedFrameException error = Assert.Throws<MalformedFrameException>(
            () => Response.Parse(new Envelope(5, 0, 0, Opcode.Result, body)));
        Assert.Contains("smaller pages", error.Message);
    }

    [Fact]
    public async Task A_request_is_no_response() => await Assert.ThrowsAsync<MalformedFrameException>(
        () => Bytes.ReadAllAsync([4, 0, 0, 1, 8, 0, 0, 0, 0], isFramed: false));

    [Fact]
    public async Task A_self_contained_frame_that_holds_half_a_message_is_refused()
    {
        byte[] half = Bytes.Response(5, 1, Opcode.Result, [1, 2, 3])[..^1];
        await Assert.ThrowsAsync<MalformedFrameException>(
            () => Bytes.ReadAllAsync(Bytes.InFrames(half), isFramed: true));
    }

    // A broken server's bodies: any bytes at all, and good ones with some spoilt.
    [Property(MaxTest = 2000)]
    public void A_body_of_any_bytes_is_read_or_refused(byte opcode, byte flags, byte[] body) =>
        ReadOrRefuse(new Envelope(5, (byte)(flags & 0x0E), 0, (Opcode)(opcode % 17), body));

    [Property(MaxTest = 2000)]
    public void A_body_with_spoilt_bytes_is_read_or_refused((PositiveInt At, byte Value)[] spoilt)
    {
        byte[] body = Samples.Rows(["a", "b", "c"], [[1L, "x", null], [2L, "y", "z"]]);
        foreach ((PositiveInt at, byte value) in spoilt) body[at.Get % body.Length] = value;
        ReadOrRefuse(new Envelope(5, 0, 0, Opcode.Result, body));
    }

    private static void ReadOrRefuse(Envelope envelope)
    {
        try
        {
            if (Response.Parse(envelope) is not RowsResponse rows) return;
            foreach (Row row in RowSet.From(rows, autoPage: false, _ => throw new InvalidOperationException()))
                _ = row.ToArray();
        }
        catch (Exception e) when (e is MalformedFrameException or InvalidTypeException)
        {
            // Refused.
        }
    }
}
