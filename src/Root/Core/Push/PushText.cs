using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Root.Core.Push;

/// <summary>
/// Which events are pushed to whom, and as which lines: what is said to a user, what is said in a channel and names
/// them, how far they have read elsewhere, and a line that tries a new place.
/// https://github.com/ircv3/ircv3-specifications/pull/471
/// </summary>
static class PushText
{
    // Bytes of a line that fit into one record of a push message.
    private const int LongestLine = 3072;

    // Words of one message that are looked up.
    private const int MostWords = 100;

    /// <summary>What a client does with it does not matter.</summary>
    public const string Trial = "PING webpush";

    public static IEnumerable<(string Account, PushSubscription Push, string Line, bool IsUrgent)> Of(
        Network net, Stamp stamp, Event happened) => happened switch
        {
            DirectMessage said => Direct(net, stamp, said.To, said.From, said.Command, said.Text, said.Account),
            MultilineSent { To: { } to } said =>
                Direct(net, stamp, to, said.From, said.Command, TextOf(said), said.Account),
            ChannelMessage said => Named(
                net, stamp, said.Channel, said.From, said.Command, said.Text, said.AtLeast, said.Account),
            MultilineSent { Channel: { } channel } said => Named(
                net, stamp, channel, said.From, said.Command, TextOf(said), said.AtLeast, said.Account),
            ReadMarkerSet read when net.FindUser(read.User)?.Account is { } account =>
                To(net, stamp, account, $"{ReadMarkerSet.Told(read.Target, read.Time)}", isUrgent: false),
            AccountPushesSet set => set.Pushes.Where(p => p.At == stamp.Time)
                .Select(p => (set.Name, p, Trial, false)),
            _ => [],
        };

    private static string TextOf(MultilineSent said) => said.Parts.Select(p => p.Text).FirstOrDefault() ?? "";

    private static IEnumerable<(string, PushSubscription, string, bool)> Direct(
        Network net, Stamp stamp, UserId to, UserId from, string command, string text, string? account) =>
        command == "TAGMSG" || to == from || net.FindUser(to) is not { Account: { } reader } user
        || net.FindUser(from) is not { } by
            ? []
            : To(net, stamp, reader, LineOf(stamp, by, command, user.Nick, text, account), isUrgent: true);

    // A message is read by few who asked for it: those whose nicks are words of it.
    private static IEnumerable<(string, PushSubscription, string, bool)> Named(
        Network net, Stamp stamp, string channel, UserId from, string command, string text, MemberModes atLeast,
        string? account)
    {
        if (command == "TAGMSG" || net.FindUser(from) is not { } by) return [];
        return WordsOf(text).Take(MostWords).Select(net.FindUser).OfType<User>().Distinct()
            .Where(user => user.Id != from && user.Account is not null
                && net.FindMember(channel, user.Id) is { } member && member.IsAtLeast(atLeast))
            .SelectMany(user => To(
                net, stamp, user.Account!, LineOf(stamp, by, command, channel, text, account), isUrgent: true));
    }

    private static IEnumerable<(string, PushSubscription, string, bool)> To(
        Network net, Stamp stamp, string account, string line, bool isUrgent) =>
        net.FindAccount(account) is not { IsOpen: true } row
            ? []
            : row.Pushes.Where(p => stamp.Time - p.At < net.Config.Accounts.Push.Expiration)
                .Select(p => (row.Name, p, line, isUrgent));

    private static string LineOf(
        Stamp stamp, User by, string command, string target, string text, string? account)
    {
        Tags tags = Tags.None.With("time", ServerTime.Show(stamp.Time))
            .With("msgid", Msgid.Of(stamp.At, stamp.Epoch));
        if (account is not null) tags = tags.With("account", account);
        Line line = new(by.Hostmask, command, target, Utf8Text.Truncate(text, LongestLine))
        {
            Tags = tags, Trailing = true,
        };
        return line.ToString();
    }

    private static IEnumerable<string> WordsOf(string text)
    {
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool isOfNick = i < text.Length && Names.IsOfNick(text[i]);
            if (isOfNick && start < 0) start = i;
            if (isOfNick || start < 0) continue;
            yield return text[start..i];
            start = -1;
        }
    }
}
