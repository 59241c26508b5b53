using System.Globalization;
using System.Net;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// CLEAR #channel time [BAN [time]] [reason] removes everybody who joined in that time, CLEAR * time [time] [reason]
/// everybody who came to the network in it. Operators, members with a status, and (of the network) who is logged in,
/// stay. https://docs.inspircd.org/4/modules/clearchan/
/// </summary>
static class Clear
{
    // Users of one line; a longer time is no raid any more; how long addresses are banned if nothing is said.
    private const int MostUsers = 512;
    private const long MostSince = 24 * 3_600_000L, BannedFor = 3_600_000L;
    private const int BitsV6 = 64;

    [IrcCommand("CLEAR", At.Root, MinParams = 2, OperOnly = true, Looks = nameof(Looks),
        Takes = "#channel|* time [BAN [time]] [reason]",
        Says = "For operators: removes who joined a channel (*: who came) in that time; BAN bans their addresses.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string target = line.Params[0];
        Words words = Words.Read([.. line.Params.Skip(1)], isOfNetwork: target == LockRules.Network);
        if (words.Since is < 1000 or > MostSince)
            return BanSetting.Fail(
                line.Command, "INVALID_PARAMS", line.Params[1], "Name a time such as 30s or 10m, of a day at most");
        if (words.IsOfNetwork) return Remove(net, by, target, words, [.. Newcomers(net, by.Now - words.Since)]);
        return net.FindChannel(target) is { } channel
            ? Remove(net, by, channel.Name, words, [.. Joiners(net, channel, by.Now - words.Since)])
            : ERR_NOSUCHCHANNEL.For(by.Nick, target);
    }

    private static long Looks(Network net, Caller by, Line line) => net.Users.Count;

    // In the order in which they came.
    private static IEnumerable<User> Newcomers(Network net, long since) => net.Users
        .Where(user => user.SignedOn >= since && !user.IsOper && user.Account is null)
        .OrderBy(user => user.Id.Value);

    private static IEnumerable<User> Joiners(Network net, Channel channel, long since) => net.MembersOf(channel.Name)
        .Where(member => member.Value.JoinedAt >= since && member.Value.Modes == MemberModes.None)
        .Select(member => net.FindUser(member.Key)!)
        .Where(user => !user.IsOper)
        .OrderBy(user => user.Id.Value);

    private static Decision Remove(Network net, Caller by, string target, Words words, User[] hits)
    {
        if (hits.Length == 0)
            return BanLines.Notice(by, $"Nobody to be removed came in the last {Duration.Show(words.Since)}");
        string[] bans = words.Bans is null ? [] : [.. NetworksOf(net, hits).Take(MostUsers)];
        UserId[] ids = [.. hits.Take(MostUsers).Select(u => u.Id)];
        IEnumerable<Event> removals = ids.Chunk(BanSetting.UsersPerEvent).Select(some => words.Bans is null
            ? (Event)new MembersCleared(target, some, by.Id, words.Reason)
            : new UsersBanned(some, words.Reason));
        IEnumerable<Event> banned = bans
            .Where(network => net.Bans.Refusal(BanKind.Address, network, net.Config.Casemapping) is null)
            .Select(network => new BanSet(
                new NetworkBan(BanKind.Address, network, words.Reason, by.User.Hostmask, by.Now)
                {
                    ExpiresAt = by.Now + words.Bans,
                }));
        return new Decision([.. removals, .. banned], [BanLines.Notice(by, Done(target, words, hits.Length, bans))]);
    }

    // Nobody's who stays is banned: not an operator's, nor that of everybody behind Tor or on this machine.
    private static IEnumerable<string> NetworksOf(Network net, User[] hits)
    {
        HashSet<string> spared = [.. net.Users.Where(u => u.IsOper).Select(NetworkOf).OfType<string>()];
        return hits.Select(NetworkOf).OfType<string>().Distinct().Where(n => !spared.Contains(n));
    }

    private static string? NetworkOf(User user)
    {
        if (user.Via.HasFlag(Via.Tor) || !AddressText.TryParse(user.Address, out IPAddress? address)
            || IPAddress.IsLoopback(address)) return null;
        IPNetwork network = AddressRange.Around(address, 32, BitsV6);
        return network.PrefixLength == 32 ? Names.ShownAddress(address) : $"{network}";
    }

    private static string Done(string target, Words words, int hits, string[] bans)
    {
        string who = string.Create(CultureInfo.InvariantCulture, $"{Math.Min(hits, MostUsers)} of {hits} users");
        string banned = words.Bans is { } time
            ? string.Create(CultureInfo.InvariantCulture, $", and {bans.Length} addresses banned for ")
                + Duration.Show(time)
            : "";
        string more = hits > MostUsers ? "; say it again for the others" : "";
        return $"{target}: {who} of the last {Duration.Show(words.Since)} are removed{banned}{more}";
    }

    /// <summary>What stands behind the target.</summary>
    /// <param name="Bans">For how long addresses are banned; null: they are not.</param>
    private sealed record Words(long Since, long? Bans, string Reason, bool IsOfNetwork)
    {
        // Who is put out of the network without a ban is back at once.
        public static Words Read(string[] words, bool isOfNetwork)
        {
            if (!Duration.TryParse(words[0], out long since)) since = 0;
            int at = 1;
            bool isBan = words.Length > at && words[at].Equals("BAN", StringComparison.OrdinalIgnoreCase);
            if (isBan) at++;
            long lasts = BannedFor;
            if ((isBan || isOfNetwork) && words.Length > at && Duration.TryParse(words[at], out long time) && time > 0)
            {
                lasts = time;
                at++;
            }

            string reason = Utf8Text.Truncate(string.Join(' ', words.Skip(at)), BanRules.ReasonLen);
            return new Words(
                since, isBan || isOfNetwork ? lasts : null, reason.Length > 0 ? reason : "Raid", isOfNetwork);
        }
    }
}
