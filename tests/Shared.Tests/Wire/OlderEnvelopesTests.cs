using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;
using MessagePack;

namespace IrcNats.Tests.Wire;

/// <summary>
/// One of every payload, request and event as 0.1.0 wrote it, on whichever subject: these bytes stay as they are. Later
/// builds read them, and what they held is still there.
/// </summary>
public sealed class OlderEnvelopesTests
{
    private static readonly Dictionary<string, byte[]> s_envelopes = File
        .ReadAllText(Path.Combine(AppContext.BaseDirectory, "Wire", "envelopes-of-0.1.0.txt"))
        .ReplaceLineEndings("\n").Replace("\n  ", "", StringComparison.Ordinal).TrimEnd().Split('\n')
        .Select(line => line.Split(' '))
        .ToDictionary(parts => parts[0], parts => Convert.FromHexString(parts[1]));

    // Records inside these have grown, or may: what they held is in the middle of what is written today.
    private static readonly string[] s_nested = ["UserRegistered", "OperGranted", "ConfigChanged"];

    public static TheoryData<string> Names => [.. s_envelopes.Keys];

    [Fact]
    public void There_are_all_of_them() => Assert.Equal(52, s_envelopes.Count);

    [Theory, MemberData(nameof(Names))]
    public void It_is_still_read(string name)
    {
        byte[] bytes = s_envelopes[name];
        object read = Read(name, bytes);
        Assert.Equal(name, read.GetType().Name);
        if (s_nested.Contains(name)) return;
        string was = Fields(bytes), now = Fields(Written(read));
        Assert.StartsWith(was, now);
    }

    [Fact]
    public void A_user_and_a_configuration_are_what_they_were()
    {
        User user = ((UserRegistered)Read("UserRegistered", s_envelopes["UserRegistered"])).User;
        Assert.Equal(("alice", "192.0.2.1", "lunch", "00ff"), (user.Nick, user.Address, user.Away, user.Resume));
        NetworkConfig config = ((ConfigChanged)Read("ConfigChanged", s_envelopes["ConfigChanged"])).Config;
        Assert.Equal(("Test", "irc.test"), (config.NetworkName, config.ServerName));
        Assert.Equal(new Limits().MessageTargets, config.Limits.MessageTargets);
    }

    private static object Read(string name, byte[] bytes)
    {
        if (Samples.Events.Any(e => e.GetType().Name == name)) return MessagePackSerializer.Deserialize<Event>(bytes);
        if (Samples.Asks.Any(a => a.GetType().Name == name)) return MessagePackSerializer.Deserialize<Ask>(bytes);
        Assert.True(Codec.TryDecode(bytes, out Payload? payload, out string? error), error);
        return payload!;
    }

    private static byte[] Written(object read) => read switch
    {
        Event happened => MessagePackSerializer.Serialize(happened),
        Ask ask => MessagePackSerializer.Serialize(ask),
        _ => Codec.Encode((Payload)read),
    };

    // The bytes behind the kind and the number of fields; both may take more than one byte.
    private static string Fields(byte[] bytes)
    {
        int kind = bytes[1] < 0x80 ? 1 : 2, fields = bytes[1 + kind] == 0xDC ? 3 : 1;
        return Convert.ToHexString(bytes[(1 + kind + fields)..]);
    }
}
