using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// The keys of a channel, and of its members, to which the asker has subscribed, in one batch.
/// https://ircv3.net/specs/extensions/metadata#metadata-sync
/// </summary>
/// <param name="isAsked">The batch is shown also when nothing is in it.</param>
public sealed class MetadataSync(string channel, IReadOnlySet<string> subscribed, bool isAsked)
    : LongAnswer<UserId>(UserId.InOrder, atATime: 1, ahead: 512)
{
    // Not the batch's type, as in short answers: another batch of that type may come while this one is open.
    private const string Reference = "metadata-sync";
    private bool _isOpen;

    protected override IEnumerable<Line> Head(Network net, Caller by)
    {
        if (isAsked) yield return Open();
        if (Readable(net, by) is not { } readable) yield break;
        IEnumerable<Line> own = MetadataLines.Of(by, readable.Name, readable.Metadata, subscribed);
        foreach (Line line in Within(own)) yield return line;
    }

    protected override IEnumerable<UserId> Keys(Network net) => net.MembersOf(channel).Keys;

    protected override IEnumerable<Line> Show(Network net, Caller by, IReadOnlyList<UserId> keys)
    {
        if (Readable(net, by) is not { } readable)
        {
            EndHere();
            return [];
        }

        IEnumerable<User> seen = keys.Select(net.FindUser).OfType<User>()
            .Where(m => m.Metadata.Count > 0 && net.FindMember(channel, m.Id) is not null
                && Visibility.MaySeeMember(net, by.User, readable, m));
        return Within(seen.SelectMany(m => MetadataLines.Of(by, m.Nick, m.Metadata, subscribed)));
    }

    protected override IEnumerable<Line> Tail(Network net, Caller by) =>
        _isOpen ? [ReplyBatch.Ending(Reference)] : [];

    // The asker may have lost the right to see the channel meanwhile.
    private Channel? Readable(Network net, Caller by) =>
        net.FindChannel(channel) is { } found && MetadataRules.MayRead(net, by.User, found) ? found : null;

    private Line Open()
    {
        _isOpen = true;
        return ReplyBatch.Opening(Reference, "metadata", channel);
    }

    private IEnumerable<Line> Within(IEnumerable<Line> lines)
    {
        foreach (Line line in lines)
        {
            if (!_isOpen) yield return Open();
            yield return ReplyBatch.Within(Reference, line);
        }
    }
}

/// <summary>
/// 774: the channels of a user in which a new subscription may have something to show. The client asks for each of
/// them. https://ircv3.net/specs/extensions/metadata#metadata-sub
/// </summary>
public sealed class MetadataLater(IReadOnlySet<string> taken)
    : LongAnswer<string>(StringComparer.Ordinal, atATime: 1, ahead: 10)
{
    private UserId _user;

    protected override IEnumerable<Line> Head(Network net, Caller by)
    {
        _user = by.Id;
        return [];
    }

    protected override IEnumerable<string> Keys(Network net) => net.ChannelsOf(_user).Select(c => c.Name);

    protected override IEnumerable<Line> Show(Network net, Caller by, IReadOnlyList<string> keys) =>
        keys.Where(name => net.FindMember(name, _user) is not null && IsWorthIt(net, net.FindChannel(name)!))
            .Select(name => Numeric.RPL_METADATASYNCLATER.For(by.Nick, name, "1"));

    protected override IEnumerable<Line> Tail(Network net, Caller by) => [];

    // A large channel is not searched: it is taken to have something.
    private bool IsWorthIt(Network net, Channel channel)
    {
        IReadOnlyDictionary<UserId, Member> members = net.MembersOf(channel.Name);
        return members.Count > MetadataCommand.MembersAtOnce || HasOne(channel.Metadata)
            || members.Keys.Any(id => HasOne(net.FindUser(id)!.Metadata));

        bool HasOne(IReadOnlyList<MetadataItem> items) => items.Count > 0 && items.Any(i => taken.Contains(i.Key));
    }
}
