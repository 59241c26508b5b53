using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Events;
using IrcNats.Root.Tracing;
using IrcNats.State;
using IrcNats.Tests.Wire;
using IrcNats.Wire;
using MessagePack;
using Outcome = IrcNats.Wire.Outcome;

namespace IrcNats.Integration.Tests.Root;

public class PayloadJsonTests
{
    private static readonly IReadOnlyList<Payload> s_all =
        [.. Samples.Payloads, .. Samples.Asks.Select(Asking), .. Samples.Events.Select(InLog)];

    [Fact]
    public void A_command_is_readable() => Assert.Equal(
        """{"type":"Request","version":1,"leaf":"leaf-1","incarnation":101423,"number":42,"oldest":41,"""
        + """
          "ask":{"type":"ClientLine","session":5,"label":"l1","line":"PRIVMSG #dev :hi"},"since":7,"behind":40,
          """
        + """
          "tickets":[{"purpose":"Citation","name":"abc","generation":7,"expires":"2023-11-14T22:13:20.123Z",
          """
        + """
          "seal":"3 bytes","cited":{"channel":"#dev","to":"u4","from":"u3","atLeast":"Voice",
          """
        + """
          "time":"2023-11-14T22:13:20.123Z","isModerated":true,"account":"alice","at":"1233.2"},
          """
        + """
          "account":"Alice","secret":"3 bytes","email":"2 bytes","creates":true}],
          """
        + """
          "epoch":8}
          """,
        Json(Samples.Payloads[0]));

    // A time of 1970 would be a span or a number of bytes that was taken for a time.
    [Fact]
    public void Spans_of_time_and_numbers_of_bytes_are_numbers()
    {
        string entry = Json(InLog(new ConfigChanged(new NetworkConfig { Created = 1_700_000_000_000 })));
        string config = entry[entry.IndexOf("\"config\":", StringComparison.Ordinal)..];
        Assert.Contains("\"knockEvery\":60000,", config, StringComparison.Ordinal);
        Assert.DoesNotContain("\"19", config, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_is_readable() => Assert.Equal(
        """{"type":"Entry","version":1,"epoch":7,"outcomes":[{"time":"2023-11-14T22:13:20.123Z","""
        + """
          "origin":{"leaf":"leaf-1","incarnation":101423,"request":42,"session":5,"label":"l1"},
          """
        + """
          "events":[{"type":"UserQuit","user":"u3","reason":"bye","killedBy":"bob"}],"replies":["a reply"]}]}
          """,
        Json(Samples.Payloads[2]));

    [Fact]
    public void A_chunk_of_a_snapshot_is_told_by_its_length() => Assert.Equal(
        """{"type":"SnapshotChunk","version":1,"seq":1234,"index":1,"data":"3 bytes"}""", Json(Samples.Payloads[5]));

    [Fact]
    public void Every_payload_ask_and_event_is_one_line_of_JSON_with_its_type_and_all_its_names()
    {
        foreach (Payload payload in s_all)
        {
            string json = Json(payload);
            Assert.DoesNotContain('\n', json);
            using JsonDocument read = JsonDocument.Parse(json);
            Assert.Equal(NamesOf(payload), NamesIn(read.RootElement).Order());
        }
    }

    [Fact]
    public void Ids_positions_times_and_modes_are_written_as_people_write_them()
    {
        string user = Json(InLog(Samples.Events[0])), message = Json(InLog(Samples.Events[6]));
        Assert.Contains("\"id\":\"u3\"", user);
        Assert.Contains("\"session\":\"leaf-1/18c2f/5\"", user);
        Assert.Contains("\"modes\":\"Invisible, Secure\"", user);
        Assert.Contains("\"signedOn\":\"2023-11-14T22:13:20.000Z\"", user);
        Assert.Contains("\"previous\":\"1233.2\"", message);
        Assert.Contains("\"letter\":\"o\"", Json(InLog(Samples.Events[9])));
    }

    [Fact]
    public void Text_is_shown_as_it_is_and_cannot_break_the_line() => Assert.Contains(
        "\"line\":\"PRIVMSG #dév :ﬁne 👍 \\\"quoted\\\" <b>&amp; \\u0007\\u000a\"",
        Json(Asking(new ClientLine(1, null, "PRIVMSG #dév :ﬁne 👍 \"quoted\" <b>&amp; \a\n"))));

    [Fact]
    public void Passwords_are_never_shown()
    {
        ClientLine oper = new(5, null, "OPER root secret"), pass = new(5, null, "PASS :secret");
        foreach (Ask ask in (Ask[])[Samples.Asks[1], oper, pass])
        {
            string json = Json(Asking(ask));
            Assert.DoesNotContain("secret", json);
            Assert.Contains("***", json);
        }

        SessionOpened without = new(5, "a", "a", "a", "h", "::1", false, null);
        Assert.Contains("\"password\":null", Json(Asking(without)));
    }

    [Fact]
    public void Fields_of_a_newer_build_are_counted_and_not_shown()
    {
        byte[] bytes = Written((ref MessagePackWriter to) =>
        {
            to.WriteArrayHeader(2);
            to.Write(4);
            to.WriteArrayHeader(7);
            foreach (int field in (int[])[1, 7]) to.Write(field);
            to.Write("root-1");
            to.Write(1234);
            to.Write(0L);
            to.Write("secret");
            to.WriteNil();
        });
        Assert.Equal(
            """{"type":"Beat","version":1,"epoch":7,"node":"root-1","seq":1234,"""
            + "\"time\":\"1970-01-01T00:00:00.000Z\",\"unknownFields\":2}",
            Json(bytes));
    }

    [Fact]
    public void An_event_of_a_newer_build_is_told_by_its_number()
    {
        string quit = "939103a3627965a3626f62";
        string known = Convert.ToHexStringLower(Codec.Encode(Samples.Payloads[2]));
        string hex = known.Replace("9202" + quit, "92cc63" + quit);
        Assert.Contains(
            "\"events\":[{\"type\":\"Event 99, which this build does not know\"}]", Json(Convert.FromHexString(hex)));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("c0", 1)]
    [InlineData("90", 1)]
    [InlineData("926390", 3)]
    [InlineData("9204", 2)]
    [InlineData("dd7fffffff", 5)]
    [InlineData("68656c6c6f", 5)]
    public void What_is_no_payload_is_told_with_its_length(string hex, int bytes)
    {
        using JsonDocument read = JsonDocument.Parse(Json(Convert.FromHexString(hex)));
        Assert.StartsWith("not a payload of ours: ", read.RootElement.GetProperty("error").GetString());
        Assert.Equal(bytes, read.RootElement.GetProperty("bytes").GetInt32());
    }

    [Fact]
    public void Bytes_behind_a_payload_are_an_error() => Assert.StartsWith(
        """{"error":"not a payload of ours: 2 bytes too many","bytes":""",
        Json([.. Codec.Encode(Samples.Payloads[3]), 1, 2]));

    [Property]
    public Property Any_bytes_are_one_line_of_JSON() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), IsOneLineOfJson);

    [Fact]
    public void Any_payload_with_a_byte_changed_or_cut_off_is_one_line_of_JSON()
    {
        foreach (byte[] good in s_all.Select(Codec.Encode))
            for (int at = 0; at < good.Length; at++)
            {
                byte[] changed = [.. good];
                for (int value = 0; value < 256; value += 5)
                {
                    changed[at] = (byte)value;
                    Assert.True(IsOneLineOfJson(changed));
                }

                Assert.StartsWith("{\"error\":", Json(good[..at]));
            }
    }

    [Theory]
    [InlineData("#dev", true)]
    [InlineData("#DEV", true)]
    [InlineData("dev", false)]
    [InlineData("alice", true)]
    [InlineData("ali", false)]
    [InlineData("PRIVMSG", true)]
    [InlineData("ChannelMessage", true)]
    [InlineData("JOIN", false)]
    public void Only_shows_what_has_the_word(string word, bool isShown) =>
        Assert.Equal(isShown, PayloadJson.Of(Codec.Encode(InLog(Samples.Events[6])), new Interest(word)) is not null);

    [Fact]
    public void Only_finds_events_by_the_verb_that_led_to_them() =>
        Assert.NotNull(PayloadJson.Of(Codec.Encode(InLog(Samples.Events[3])), new Interest("join")));

    [Fact]
    public void Only_shows_what_cannot_be_read_whatever_the_word() =>
        Assert.NotNull(PayloadJson.Of(new byte[] { 1 }, new Interest("#dev")));

    private static Request Asking(Ask ask) => new(1, "leaf-1", 1, 1, 1, ask);

    private static Entry InLog(Event happened) => new(1, 7, [new Outcome(1, null, [happened], [])]);

    private static string Json(Payload payload) => Json(Codec.Encode(payload));

    private static string Json(byte[] bytes) => Encoding.UTF8.GetString(PayloadJson.Of(bytes)!.Value.Span);

    private static bool IsOneLineOfJson(byte[] bytes)
    {
        string json = Json(bytes);
        JsonDocument.Parse(json).Dispose();
        return !json.Contains('\n', StringComparison.Ordinal);
    }

    private delegate void Writing(ref MessagePackWriter to);

    private static byte[] Written(Writing write)
    {
        ArrayBufferWriter<byte> bytes = new();
        MessagePackWriter to = new(bytes);
        write(ref to);
        to.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static IEnumerable<string> NamesIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p => NamesIn(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(NamesIn),
        _ => [],
    };

    // By the objects themselves, not by the shapes that the code under test goes by.
    private static IEnumerable<string> NamesOf(object value) => AllNamesOf(value).Order();

    private static IEnumerable<string> AllNamesOf(object? value)
    {
        if (value is null or string or UserId or SessionId or Position or ReadOnlyMemory<byte>) yield break;
        if (value is System.Collections.IEnumerable many)
        {
            foreach (object? one in many)
                foreach (string name in AllNamesOf(one)) yield return name;
            yield break;
        }

        if (value.GetType().IsPrimitive || value.GetType().IsEnum) yield break;
        if (value is Payload or Ask or Event) yield return "type";
        foreach (PropertyInfo property in value.GetType().GetProperties())
        {
            if (!property.IsDefined(typeof(KeyAttribute))) continue;
            yield return JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            foreach (string name in AllNamesOf(property.GetValue(value))) yield return name;
        }
    }

    [Theory]
    [InlineData("", "91")]
    [InlineData("", "8101")]
    [InlineData("92 03 9F 01 01 90 C0 C0 C0 C0 C0", "91")]
    [InlineData("92 03 93 01 01 91 92 01 91 92 7F", "91")]
    [InlineData("92 03 DD 7FFFFFFF 01 01", "00")]
    public void Bytes_made_to_hurt_are_an_error_and_end_no_process(string head, string level)
    {
        byte[] begin = Convert.FromHexString(head.Replace(" ", "", StringComparison.Ordinal));
        byte[] again = Convert.FromHexString(level);
        byte[] payload = new byte[1 << 20];
        begin.CopyTo(payload, 0);
        for (int at = begin.Length; at < payload.Length; at++) payload[at] = again[(at - begin.Length) % again.Length];

        string line = Encoding.UTF8.GetString(PayloadJson.Of(payload)!.Value.Span);

        Assert.Contains("not a payload of ours", line);
    }
}
