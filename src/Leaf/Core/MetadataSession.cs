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
static class MetadataSession
{
    // Changes, and answers that look through a channel: so many at once, then one in each interval (milliseconds).
    private const int Burst = 20, ChangeInterval = 6000, SyncInterval = 2000;

    private const int KeysPerLine = 10;

    /// <summary>Whether the root is asked: for changes, as long as there are not too many of them.</summary>
    public static bool IsForRoot(Session session, Line line, long now) =>
        line.Command != "METADATA" || (MetadataCommand.IsChange(line) && WaitToChange(session, now) <= 0);

    /// <summary>The root is asked for a change.</summary>
    public static void Charge(Session session, Line line, long now)
    {
        if (line.Command == "METADATA") session.MetadataDue = Math.Max(session.MetadataDue, now) + ChangeInterval;
    }

    public static void Handle(LeafCore leaf, Session session, Line line) =>
        leaf.TellOrQueue(session, Answer(leaf, session, line));

    /// <summary>What someone who has just joined is shown, or is told to ask for later.</summary>
    public static void Joined(LeafCore leaf, Session session, string channel)
    {
        if (!session.HasSubscriptions) return;
        Decision shown = Sync(leaf, session, channel, isAsked: false);
        foreach (Line line in shown.Replies) leaf.Tell(session, line);
        if (shown.AtLength is { } answer) leaf.Begin(session, answer, isAsked: false);
    }

    private static Decision Answer(LeafCore leaf, Session session, Line line)
    {
        if (line.Params.Count < 2) return ERR_NEEDMOREPARAMS.For(session.Called, line.Command);
        string verb = line.Params[1].ToUpperInvariant();
        return verb switch
        {
            "SUB" or "UNSUB" or "SUBS" when !IsOwn(session, line.Params[0]) =>
                MetadataCommand.NoTarget(line.Params[0]),
            "SUB" => Subscribe(leaf, session, line),
            "UNSUB" => Decision.Reply(Unsubscribe(session, line)),
            "SUBS" => Decision.Reply(
                ReplyBatch.Of("metadata-subs", [], Keys(RPL_METADATASUBS, session, session.Subscriptions))),
            _ when session.Stage != Stage.Registered => Decision.Reply(Before(leaf, session, line, verb)),
            "GET" or "LIST" => Decision.Reply(MetadataCommand.Read(leaf.Network, CallerOf(leaf, session), line)),
            "SYNC" => Sync(leaf, session, line.Params[0], isAsked: true),
            "SET" or "CLEAR" => TooManyChanges(session, line, leaf.Now),
            _ => MetadataRules.Fail("SUBCOMMAND_INVALID", "Invalid subcommand", line.Params[1]),
        };
    }

    private static long WaitToChange(Session session, long now) =>
        Math.Max(session.MetadataDue, now) - now - (long)ChangeInterval * (Burst - 1);

    private static Line TooManyChanges(Session session, Line line, long now) => MetadataRules.Fail(
        "RATE_LIMITED", "Too many changes", line.Params[0], line.Params.ElementAtOrDefault(2) ?? "*",
        $"{(WaitToChange(session, now) + 999) / 1000}");

    private static bool IsOwn(Session session, string target) => target == "*" || target == session.Called;

    // https://ircv3.net/specs/extensions/metadata#metadata-sub
    private static Decision Subscribe(LeafCore leaf, Session session, Line line)
    {
        HashSet<string> taken = [];
        List<Line> replies = [];
        foreach (string key in MetadataCommand.KeysOf(line))
        {
            if (!MetadataRules.IsKey(key)) replies.Add(InvalidKey(key));
            else if (!session.Subscriptions.Contains(key)
                && session.Subscriptions.Count >= leaf.Network.Config.Limits.MetadataSubs)
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

    private static Decision Sync(LeafCore leaf, Session session, string target, bool isAsked)
    {
        Caller by = CallerOf(leaf, session);
        if (!MetadataCommand.TryFind(leaf.Network, by, target, out Channel? channel, out User? user))
            return MetadataCommand.NoTarget(target);
        if (channel is not null && !MetadataRules.MayRead(leaf.Network, by.User, channel))
            return MetadataCommand.NoPermission(channel.Name, "*");
        string name = channel?.Name ?? user!.Nick;
        bool isLarge = channel is not null && leaf.Network.MembersOf(name).Count > MetadataCommand.MembersAtOnce;
        if ((isLarge && !isAsked) || !MaySync(session, leaf.Now))
            return RPL_METADATASYNCLATER.For(session.Called, name, "4");
        return channel is not null
            ? new MetadataSync(name, session.Subscriptions, isAsked)
            : Decision.Reply(ReplyBatch.Of(
                "metadata", [name], MetadataLines.Of(by, name, user!.Metadata, session.Subscriptions)));
    }

    private static bool MaySync(Session session, long now)
    {
        long due = Math.Max(session.SyncDue, now);
        if (due - now > (long)SyncInterval * (Burst - 1)) return false;
        session.SyncDue = due + SyncInterval;
        return true;
    }

    // Nobody else can see a newcomer's metadata yet: it is kept here and goes along with the registration.
    private static IEnumerable<Line> Before(LeafCore leaf, Session session, Line line, string verb)
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
                Limits limits = leaf.Network.Config.Limits;
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

    private static Caller CallerOf(LeafCore leaf, Session session) =>
        new(leaf.Network.FindUser(session.User)!, leaf.Time) { Capabilities = session.Capabilities };
}
