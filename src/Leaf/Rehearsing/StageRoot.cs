using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Rehearsing;

/// <summary>
/// The root of a rehearsal. It decides at once, and has none of a real root's guards against faults. What goes between
/// it and the leaf is encoded and decoded as on the bus. Time in Unix milliseconds.
/// </summary>
sealed class StageRoot(long time) : ILeafPorts
{
    public const string Leaf = "rehearsal";
    private const string Node = "root";
    private const ulong Epoch = 1;

    // In a rehearsal no client waits for its turn.
    private static readonly NetworkConfig s_config = new()
    {
        Session = new SessionConfig { Fakelag = new FakelagConfig { Enabled = false }, ConnectionsPerAddress = 0 },
    };

    private readonly Network _network = new();
    private LeafLoop? _loop;

    /// <summary>The network begins, and the leaf follows it.</summary>
    public void Begin(LeafLoop loop)
    {
        _loop = loop;
        loop.Post((core, now) => core.BusChanged(connected: true, now));
        Event[] election =
            [new RootElected(Epoch, Node), new LevelRaised(BuildLevel.Current), new ConfigChanged(s_config)];
        Append(new Outcome(time, null, election, []));
        loop.Post((core, now) => core.Start(now));
    }

    public Beat Beat() => new(Payload.FormatVersion, Epoch, Node, _network.Seq, time);

    /// <summary>Encodes and decodes a payload, as the bus would.</summary>
    public static T Read<T>(T payload)
        where T : Payload =>
        Codec.TryDecode(Codec.Encode(payload), out T? read, out string? error)
            ? read
            : throw new InvalidOperationException(error);

    void ILeafPorts.Send(Request request)
    {
        Request read = Read(request);
        Decision decision = Decide(read);
        string[] replies = [.. decision.Replies.Select(r => r.ToString())];
        bool isLogged = decision.Events.Count > 0;
        if (isLogged) Append(new Outcome(time, OriginOf(read), decision.Events, replies));
        Reply reply = new(
            Payload.FormatVersion, read.Incarnation, read.Number, Epoch,
            isLogged ? ReplyKind.InLog : ReplyKind.Answer, _network.Seq, isLogged ? [] : replies);
        _loop!.Post((core, now) => core.Answered(Read(reply), now));
    }

    private static Origin OriginOf(Request request) => new(
        request.Leaf, request.Incarnation, request.Number, request.Ask.SessionNumber, request.Ask.AnswerLabel);

    private Decision Decide(Request request)
    {
        SessionId session = new(request.Leaf, request.Incarnation, request.Ask.SessionNumber);
        return request.Ask switch
        {
            LeafUp => Admission.Start(request.Leaf, request.Incarnation),
            SessionOpened ask => Admission.Open(_network, session, ask, cloaks: [], time),
            SessionClosed ask => Admission.Close(_network, session, ask, time),
            ClientLine ask => CommandTable.Decide(
                _network, new Caller(_network.FindUser(session)!, time), Line.Parse(ask.Line)),
            _ => Decision.Nothing,
        };
    }

    private void Append(Outcome outcome)
    {
        Entry entry = new(Payload.FormatVersion, Epoch, [outcome]);
        ulong seq = _network.Seq + 1;
        Replay.Apply(_network, seq, entry);
        _loop!.Post((core, now) => core.Applied(seq, Read(entry), now));
    }
}
