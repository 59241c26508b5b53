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
    [IrcCommand("WHO", At.Leaf, MinParams = 1, Cost = 4, Looks = nameof(Looks),
        Takes = "channel|nick|mask [%fields[,token]]", Says = "Lists users.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string mask = line.Params[0];
        WhoFields fields = WhoFields.Parse(line.Params.ElementAtOrDefault(1) ?? "");
        // Nobody gets a list of the operators.
        if (fields.OperatorsOnly) return RPL_ENDOFWHO.For(by.Nick, mask);
        if (mask.StartsWith('#')) return new OfChannel(mask, fields);
        return net.FindUser(mask) is { } named
            ? Decision.Reply(fields.Show(net, by, new WhoFound(named)), RPL_ENDOFWHO.For(by.Nick, mask))
            : new ByMask(mask, net.Config.Casemapping, fields);
    }

    private static long Looks(Network net, Caller by, Line line)
    {
        string mask = line.Params.FirstOrDefault("");
        return mask.StartsWith('#') ? net.MembersOf(mask).Count
            : net.FindUser(mask) is null ? 2L * net.Users.Count
            : 1;
    }

    private abstract class Search(string mask, WhoFields fields)
        : LongAnswer<UserId>(UserId.InOrder, atATime: 16, ahead: 512)
    {
        private int _shown;

        protected abstract WhoFound? Find(Network net, Caller by, User user);

        protected override IEnumerable<Line> Show(Network net, Caller by, IReadOnlyList<UserId> keys)
        {
            foreach (UserId id in keys)
            {
                if (net.FindUser(id) is not { } user || Find(net, by, user) is not { } found) continue;
                if (_shown++ == net.Config.Limits.AnswerLines && !by.User.IsOper)
                {
                    EndHere();
                    yield return ERR_TOOMANYMATCHES.For(by.Nick, "WHO");
                    yield break;
                }

                yield return fields.Show(net, by, found);
            }
        }

        protected override IEnumerable<Line> Tail(Network net, Caller by) => [RPL_ENDOFWHO.For(by.Nick, mask)];
    }

    private sealed class ByMask(string mask, Casemapping map, WhoFields fields) : Search(mask, fields)
    {
        private readonly Glob _hostmask = new(Mask.Normalize(mask), map);

        protected override IEnumerable<UserId> Keys(Network net) => net.Users.Select(user => user.Id);

        protected override WhoFound? Find(Network net, Caller by, User user) =>
            _hostmask.Matches(user.Hostmask) && Visibility.MayFind(net, by.User, user) ? new WhoFound(user) : null;
    }

    private sealed class OfChannel(string name, WhoFields fields) : Search(name, fields)
    {
        private readonly string _name = name;

        protected override IEnumerable<UserId> Keys(Network net) => net.MembersOf(_name).Keys;

        protected override WhoFound? Find(Network net, Caller by, User user) =>
            net.FindChannel(_name) is { } channel && net.FindMember(_name, user.Id) is { } member
            && Visibility.MaySeeMember(by.User, net.FindMember(_name, by.Id), channel, user, member)
                ? new WhoFound(user, channel, member)
                : null;
    }
}

/// <summary>A user that WHO found: through a channel, or by nick or mask.</summary>
sealed record WhoFound(User User, Channel? Channel = null, Member Member = default);
