using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>
/// METADATA as far as a session and its leaf can answer it: subscriptions, reading, and, before registration, what the
/// newcomer will have. https://ircv3.net/specs/extensions/metadata
/// </summary>
sealed class MetadataSession(Replica replica, Output output, LongAnswers longAnswers) : ISessionHandler
{
    // Changes, and answers that look through a channel: so many at once, then one in each interval (milliseconds).
    private const int Burst = 20, ChangeInterval = 6000, SyncInterval = 2000;

    private const int KeysPerLine = 10;

    public string Verb => "METADATA";

    public void Handle(Session session, Line line) => longAnswers.TellOrQueue(session, Answer(session, line));

    /// <summary>The root is asked for changes, as long as there are not too many of them.</summary>
    public bool TakesItself(Session session, Line line) =>
        !MetadataCommand.IsChange(line) || WaitToChange(session) > 0;

    public void PassedOn(Session session, Line line) =>
        session.MetadataDue = Math.Max(session.MetadataDue, replica.Now) + ChangeInterval;

    /// <summary>A session has joined a channel: it is shown the metadata there, or told to ask for it later.</summary>
    public void Joined(Session session, string channel)
    {
        if (!session.HasSubscriptions) return;
        Decision shown = Sync(session, channel, isAsked: false);
        foreach (Line line in shown.Replies) output.Tell(session, line);
        if (shown.AtLength is { } answer) longAnswers.Begin(session, answer, isAsked: false);
    }

    private Decision Answer(Session session, Line line)
    {
        string verb = line.Params[1].ToUpperInvariant();
        return verb switch
        {
            "SUB" or "UNSUB" or "SUBS" when !IsOwn(session, line.Params[0]) =>
                MetadataCommand.NoTarget(line.Params[0]),
            "SUB" => Subscribe(session, line),
            "UNSUB" => Decision.Reply(Unsubscribe(session, line)),
            "SUBS" => Decision.Reply(
                ReplyBatch.Of("metadata-subs", [], Keys(RPL_METADATASUBS, session, session.Subscriptions))),
            _ when session.Stage != Stage.Registered => Decision.Reply(Before(session, line, verb)),
            "GET" or "LIST" => Decision.Reply(MetadataCommand.Read(replica.Network, CallerOf(session), line)),
            "SYNC" => Sync(session, line.Params[0], isAsked: true),
            "SET" or "CLEAR" => TooManyChanges(session, line),
            _ => MetadataRules.Fail("SUBCOMMAND_INVALID", "Invalid subcommand", line.Params[1]),
        };
    }

    private long WaitToChange(Session session) =>
        Math.Max(session.MetadataDue, replica.Now) - replica.Now - (long)ChangeInterval * (Burst - 1);

    private Line TooManyChanges(Session session, Line line) => MetadataRules.Fail(
        "RATE_LIMITED", "Too many changes", line.Params[0], line.Params.ElementAtOrDefault(2) ?? "*",
        $"{(WaitToChange(session) + 999) / 1000}");

    private static bool IsOwn(Session session, string target) => target == "*" || target == session.Called;

    // https://ircv3.net/specs/extensions/metadata#metadata-sub
    private Decision Subscribe(Session session, Line line)
    {
        HashSet<string> taken = [];
        List<Line> replies = [];
        foreach (string key in MetadataCommand.KeysOf(line))
        {
            if (!MetadataRules.IsKey(key)) replies.Add(InvalidKey(key));
            else if (!session.Subscriptions.Contains(key)
                && session.Subscriptions.Count >= replica.Config.Limits.MetadataSubs)
            {
                replies.Add(MetadataRules.Fail("TOO_MANY_SUBS", "Too many subscriptions", key));
                break;
            }
            else
            {
                session.Subscriptions.Add(key);
                taken.Add(key);
            }
        }

        return Decision.Reply([.. Keys(RPL_METADATASUBOK, session, taken), .. replies]) with
        {
            AtLength = taken.Count == 0 || session.Stage != Stage.Registered ? null : new MetadataLater(taken),
        };
    }

    private static IEnumerable<Line> Unsubscribe(Session session, Line line)
    {
        string[] keys = [.. MetadataCommand.KeysOf(line).Distinct()];
        foreach (string key in keys) session.Subscriptions.Remove(key);
        return
        [
            .. Keys(RPL_METADATAUNSUBOK, session, keys.Where(MetadataRules.IsKey)),
            .. keys.Where(key => !MetadataRules.IsKey(key)).Select(InvalidKey),
        ];
    }

    private Decision Sync(Session session, string target, bool isAsked)
    {
        Caller by = CallerOf(session);
        if (!MetadataCommand.TryFind(replica.Network, by, target, out Channel? channel, out User? user))
            return MetadataCommand.NoTarget(target);
        if (channel is not null && !MetadataRules.MayRead(replica.Network, by.User, channel))
            return MetadataCommand.NoPermission(channel.Name, "*");
        string name = channel?.Name ?? user!.Nick;
        bool isLarge = channel is not null && replica.Network.MembersOf(name).Count > MetadataCommand.MembersAtOnce;
        if ((isLarge && !isAsked) || !MaySync(session))
            return RPL_METADATASYNCLATER.For(session.Called, name, "4");
        return channel is not null
            ? new MetadataSync(name, session.Subscriptions, isAsked)
            : Decision.Reply(ReplyBatch.Of(
                "metadata", [name], MetadataLines.Of(by, name, user!.Metadata, session.Subscriptions)));
    }

    private bool MaySync(Session session)
    {
        long due = Math.Max(session.SyncDue, replica.Now);
        if (due - replica.Now > (long)SyncInterval * (Burst - 1)) return false;
        session.SyncDue = due + SyncInterval;
        return true;
    }

    // Nobody else can see a newcomer's metadata yet: it is kept here and goes along with the registration.
    private IEnumerable<Line> Before(Session session, Line line, string verb)
    {
        if (!IsOwn(session, line.Params[0])) return [MetadataCommand.NoTarget(line.Params[0])];
        switch (verb)
        {
            case "GET" or "LIST":
                return MetadataCommand.Read(session.Called, "*", session.Metadata, line);
            case "SET" when line.Params.Count < 3:
                return [ERR_NEEDMOREPARAMS.For(session.Called, line.Command)];
            case "SET":
                MetadataChange change = new(line.Params[2], line.Params.ElementAtOrDefault(3));
                Limits limits = replica.Config.Limits;
                if (MetadataRules.RefusalToSet(limits, session.Metadata, "*", change) is { } refusal) return [refusal];
                session.Metadata = session.Metadata.With(change);
                return
                [
                    change.Value is null
                        ? MetadataNotice.None(session.Called, "*", change.Key)
                        : MetadataNotice.Value(session.Called, "*", change.Key, change.Value),
                ];
            case "CLEAR":
                IReadOnlyList<MetadataItem> cleared = session.Metadata;
                session.Metadata = [];
                return ReplyBatch.Of("metadata", ["*"],
                    cleared.Select(item => MetadataNotice.None(session.Called, "*", item.Key)));
            case "SYNC":
                return ReplyBatch.Of("metadata", ["*"], []);
            default:
                return [MetadataRules.Fail("SUBCOMMAND_INVALID", "Invalid subcommand", line.Params[1])];
        }
    }

    private static IEnumerable<Line> Keys(Numeric numeric, Session session, IEnumerable<string> keys) =>
        keys.Distinct().Chunk(KeysPerLine).Select(some => numeric.For(session.Called, some));

    private static Line InvalidKey(string key) => MetadataRules.Fail("KEY_INVALID", "That is not a valid key", key);

    private Caller CallerOf(Session session) =>
        new(replica.Network.FindUser(session.User)!, replica.Time) { Capabilities = session.Capabilities };
}
