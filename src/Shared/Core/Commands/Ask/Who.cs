using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// WHO channel|nick|mask [%fields[,token]] - https://modern.ircdocs.horse/#who-message
/// https://ircv3.net/specs/extensions/whox
/// </summary>
static class Who
{
    [IrcCommand("WHO", At.Leaf, MinParams = 1, Cost = 4)]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string mask = line.Params[0];
        WhoFields fields = WhoFields.Parse(line.Params.ElementAtOrDefault(1) ?? "");
        Line end = RPL_ENDOFWHO.For(by.Nick, mask);
        // Nobody is given a list of the operators.
        if (fields.OperatorsOnly) return end;
        List<WhoFound> found = [.. Find(net, by.User, mask)];
        int most = by.User.IsOper ? found.Count : net.Config.Limits.AnswerLines;
        IEnumerable<Line> shown = found.Take(most).Select(f => fields.Show(net, by, f));
        return Decision.Reply(found.Count > most
            ? [.. shown, ERR_TOOMANYMATCHES.For(by.Nick, line.Command), end]
            : [.. shown, end]);
    }

    private static IEnumerable<WhoFound> Find(Network net, User asker, string mask)
    {
        if (mask.StartsWith('#')) return FindMembers(net, asker, mask);
        if (net.FindUser(mask) is { } named) return [new WhoFound(named)];
        string hostmask = Mask.Normalize(mask);
        return from user in net.Users
               where Visibility.MayFind(net, asker, user)
               where Mask.Matches(hostmask, user.Hostmask, net.Config.Casemapping)
               orderby user.Id.Value
               select new WhoFound(user);
    }

    private static IEnumerable<WhoFound> FindMembers(Network net, User asker, string name)
    {
        if (net.FindChannel(name) is not { } channel) return [];
        Member? self = net.FindMember(channel.Name, asker.Id);
        return from member in net.MembersOf(name)
               let user = net.FindUser(member.Key)!
               where Visibility.MaySeeMember(asker, self, channel, user, member.Value)
               orderby user.Id.Value
               select new WhoFound(user, channel, member.Value);
    }
}

/// <summary>Somebody WHO found; by way of a channel, or by nick or mask.</summary>
sealed record WhoFound(User User, Channel? Channel = null, Member Member = default);
