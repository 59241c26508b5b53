using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// One MODE line on a channel. Its requests are tried in turn. Each sees what the ones before it made of the channel,
/// and the rank that the sender had at the beginning. https://modern.ircdocs.horse/#mode-message
/// </summary>
/// <param name="isForced">An IRC operator has every right here (SAMODE).</param>
sealed class ChannelModeEdit(Network net, Caller by, Channel before, bool isForced = false)
{
    private readonly Member? _self =
        isForced ? new Member(MemberModes.Founder, 0) : net.FindMember(before.Name, by.Id);
    private readonly List<ModeChange> _changes = [];
    private readonly List<Line> _replies = [];
    private readonly Dictionary<UserId, MemberModes> _statuses = [];
    private readonly HashSet<char> _shown = [];
    // The answers to whether a flag can be set. Finding out may take a look at every member, and one line can ask two
    // hundred times.
    private readonly Dictionary<ChannelModes, Numeric?> _refusals = [];
    private Channel _channel = before;

    public void Try(ModeRequest request)
    {
        if (MemberModeTable.Find(request.Letter) is { } status) TryStatus(request, status);
        else if (ChannelModeTable.Find(request.Letter) is not { } mode)
            Reply(ERR_UNKNOWNMODE.For(by.Nick, request.Letter.ToString()));
        else if (mode.Kind == ModeKind.List && request.Parameter is null) TryShow(mode.Letter);
        else if (mode.OperOnly && !by.User.IsOper) Reply(ERR_NOPRIVILEGES.For(by.Nick));
        else if (!mode.OperOnly && !ChannelRules.MayChangeModes(_self)) RefuseRank();
        else if (mode.Level > net.Level)
            Reply(ModeParameter.Invalid(by, _channel, request, request.Parameter ?? "*", BuildLevel.NotYet));
        else TryMode(request, mode);
    }

    /// <summary>The events and the replies.</summary>
    public Decision Decide() => new([.. Announceable(_changes)], _replies);

    private void TryMode(ModeRequest request, ChannelMode mode)
    {
        switch (mode.Kind)
        {
            case ModeKind.Flag:
                TryFlag(request, mode);
                break;
            case ModeKind.List:
                TryList(request, request.Parameter!);
                break;
            default:
                TryParameter(request, mode);
                break;
        }
    }

    private void TryFlag(ModeRequest request, ChannelMode mode)
    {
        if (_channel.Has(mode.Bit) == request.Adds) return;
        // -P only once in a line: an empty channel ends with the event that takes it away.
        if (mode.Bit == ChannelModes.Permanent && _changes.Exists(c => c.Letter == mode.Letter)) return;
        if (!request.Adds) Change(request, null);
        else if (RefusalToSet(mode.Bit) is { } refusal)
            Reply(refusal.For(by.Nick, _channel.Name));
        else Change(request, null);
    }

    private Numeric? RefusalToSet(ChannelModes flag)
    {
        if (!_refusals.TryGetValue(flag, out Numeric? refusal))
            _refusals[flag] = refusal = ChannelRules.RefusalToSet(net, _channel, flag);
        return refusal;
    }

    private void TryParameter(ModeRequest request, ChannelMode mode)
    {
        string? old = mode.Read(_channel);
        if (!request.Adds)
        {
            if (old is not null) Change(request, mode.Kind == ModeKind.Parameter ? "*" : null);
            return;
        }

        ModeParameter parameter = new(net, by, _channel, request);
        if (parameter.Refusal is { } refusal) Reply(refusal);
        else if (parameter.Shown != old) Change(request, parameter.Shown);
    }

    private void TryList(ModeRequest request, string parameter)
    {
        if (ListMask.Normalize(parameter, request.Letter, net.Config.Limits, out string why) is not { } mask)
        {
            Reply(ModeParameter.Invalid(by, _channel, request, parameter, why));
            return;
        }

        string letter = request.Letter.ToString();
        ListEntry? listed = Find(request, mask);
        if (!request.Adds && listed is null) Reply(ERR_LISTMODENOTSET.For(by.Nick, _channel.Name, mask, letter));
        else if (!request.Adds) Change(request, listed!.Mask);
        else if (listed is not null) Reply(ERR_LISTMODEALREADYSET.For(by.Nick, _channel.Name, listed.Mask, letter));
        else if (ListMask.FaultToAdd(mask) is { } fault)
            Reply(ModeParameter.Invalid(by, _channel, request, parameter, fault));
        else if (_channel.Bans.Count + _channel.Exceptions.Count + _channel.InviteExceptions.Count
                 >= net.Config.Limits.ListModes)
            Reply(ERR_BANLISTFULL.For(by.Nick, _channel.Name, letter));
        else Change(request, mask);
    }

    private ListEntry? Find(ModeRequest request, string mask)
    {
        IReadOnlyList<ListEntry> list = _channel.ListOf(request.Letter);
        ListEntry? listed = list.FirstOrDefault(e => IsSame(e.Mask));
        if (listed is not null || request.Adds) return listed;
        return list.FirstOrDefault(e => IsSame(ListMask.WithoutTime(e.Mask)));

        bool IsSame(string other) => string.Equals(other, mask, StringComparison.OrdinalIgnoreCase);
    }

    private void TryStatus(ModeRequest request, MemberMode status)
    {
        string nick = request.Parameter!;
        User? target = net.FindUser(nick);
        if (!ChannelRules.MayChangeStatus(_self, status, dropsOwn: !request.Adds && target?.Id == by.Id)) RefuseRank();
        else if (target is null) Reply(ERR_NOSUCHNICK.For(by.Nick, nick));
        else if (net.FindMember(_channel.Name, target.Id) is not { } member)
            Reply(ERR_USERNOTINCHANNEL.For(by.Nick, target.Nick, _channel.Name));
        else
        {
            MemberModes old = _statuses.GetValueOrDefault(target.Id, member.Modes);
            if ((old & status.Bit) != 0 == request.Adds) return;
            _statuses[target.Id] = old ^ status.Bit;
            _changes.Add(new ModeChange(request.Adds, request.Letter, target.Nick, target.Id));
        }
    }

    private void TryShow(char list)
    {
        if (!ChannelRules.MaySeeList(_self, list)) RefuseRank();
        else if (_shown.Add(list)) _replies.AddRange(ListLines.Of(_channel, list, by));
    }

    private void Change(ModeRequest request, string? parameter)
    {
        ModeChange change = new(request.Adds, request.Letter, parameter, null);
        _channel = change.ApplyTo(_channel, by.User.Hostmask, by.Now);
        _changes.Add(change);
    }

    private void RefuseRank() =>
        Reply((_self is null ? ERR_NOTONCHANNEL : ERR_CHANOPRIVSNEEDED).For(by.Nick, _channel.Name));

    /// <summary>Says the same thing only once.</summary>
    private void Reply(Line line)
    {
        if (!_replies.Contains(line)) _replies.Add(line);
    }

    /// <summary>
    /// Masks grow when they are completed: changes that do not fit into one line become several events.
    /// </summary>
    private IEnumerable<Event> Announceable(List<ModeChange> changes)
    {
        if (changes.Count == 0) return [];
        Line mode = new(by.User.Hostmask, "MODE", [_channel.Name, .. ModeChange.Show(changes)]);
        int half = changes.Count / 2;
        return RelayRules.Fits(net, mode) || half == 0
            ? [new ChannelModesChanged(_channel.Name, by.Id, changes)]
            : [.. Announceable(changes[..half]), .. Announceable(changes[half..])];
    }
}
