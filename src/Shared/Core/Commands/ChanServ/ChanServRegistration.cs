using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// ChanServ REGISTER, UNREGISTER and TRANSFER: whose a channel is.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
static class ChanServRegistration
{
    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("REGISTER", "channel", "registers a channel in which you are an operator, so that it stays and is yours",
            Register),
        new("UNREGISTER", "channel [code]", "gives a channel up; you are told the code first", Unregister),
        new("DROP", "channel [code]", "is the same as UNREGISTER", Unregister),
        new("TRANSFER", "channel account [code] | ACCEPT channel",
            "offers your channel to another account, or takes one over that you were offered; offered to yourself, it "
            + "is offered no more", Transfer),
    ];

    private static Decision Register(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return ChanServ.Usage(net, by, "REGISTER");
        if (net.FindChannel(words[1]) is not { } channel)
            return ChanServ.Notice(net, by, $"There is no channel {ChanServ.Shown(words[1])}; join it first");
        if (channel.Registered is not null)
            return ChanServ.Notice(net, by, $"{channel.Name} is registered already");
        bool isOperator = net.FindMember(channel.Name, by.Id)?.IsAtLeast(MemberModes.Operator) == true;
        if (!isOperator && !OperRules.May(by.User, OperCapabilities.Channels))
            return ChanServ.Notice(net, by, "You must be an operator of the channel to register it");
        if ((RegistrationRules.RefusalToRegister(net, by.User, by.Now)
                ?? BanRules.RefusalOfChannel(net, by.User, channel.Name)) is { } why)
            return ChanServ.Notice(net, by, why);
        string account = by.User.Account!;
        ChannelRegistration registration = new()
        {
            Channel = channel.Name, Founder = account, RegisteredAt = by.Now,
        };
        return new Decision(
            [
                ChanServ.Changed(channel, registration),
                .. AccessGrants.OfAccount(net, channel, account, MemberModes.None, MemberModes.Founder),
            ],
            [ChanServ.Notice(net, by, $"{channel.Name} is registered and yours now")]);
    }

    private static Decision Unregister(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return ChanServ.Usage(net, by, words[0]);
        if (!ChanServ.TryFindOwn(net, by, words[1], out Channel? channel, out var registration, out Decision refusal))
            return refusal;
        string code = Confirmation.CodeOf("UNREGISTER", channel.Name, registration.RegisteredAt);
        if (words.ElementAtOrDefault(2) == code)
            return new Decision(
                [new ChannelUnregistered(channel.Name)],
                [ChanServ.Notice(net, by, $"{channel.Name} is not registered any more")]);
        return Decision.Reply(
            ChanServ.Notice(net, by, $"{channel.Name} will lose its access list, and ends when nobody is in it"),
            ChanServ.Notice(net, by, $"If that is what you want, write: UNREGISTER {channel.Name} {code}"));
    }

    private static Decision Transfer(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 3) return ChanServ.Usage(net, by, "TRANSFER");
        if (ChanServ.Is(words[1], "ACCEPT")) return Accept(net, by, words[2]);
        if (!ChanServ.TryFindOwn(net, by, words[1], out Channel? channel, out var registration, out Decision refusal))
            return refusal;
        if (net.FindAccount(words[2]) is not { IsOwned: true } account)
            return ChanServ.Notice(net, by, "There is no such account");
        if (account.Name == registration.Founder) return Withdraw(net, by, channel, registration);
        if (by.User.Account != registration.Founder) return Give(net, by, channel, registration, account.Name);
        string code = Confirmation.CodeOf($"TRANSFER {account.Name}", channel.Name, registration.RegisteredAt);
        if (words.ElementAtOrDefault(3) != code)
            return Decision.Reply(
                ChanServ.Notice(net, by, $"{channel.Name} will be {account.Name}'s as soon as they accept it"),
                ChanServ.Notice(
                    net, by, $"If that is what you want, write: TRANSFER {channel.Name} {account.Name} {code}"));
        string told = $"You are offered the channel {channel.Name}. To take it, write: TRANSFER ACCEPT {channel.Name}";
        return new Decision(
            [
                ChanServ.Changed(channel, registration with { OfferedTo = account.Name }),
                .. net.UsersOf(account.Name).Select(id => new ServiceSaid(id, ChanServ.Hostmask(net), told)),
            ],
            [ChanServ.Notice(net, by, $"{channel.Name} is offered to {account.Name}, who has to accept it")]);
    }

    private static Decision Withdraw(Network net, Caller by, Channel channel, ChannelRegistration registration) =>
        registration.OfferedTo is null
            ? ChanServ.Notice(net, by, $"{channel.Name} is {registration.Founder}'s, and offered to nobody")
            : new Decision(
                [ChanServ.Changed(channel, registration with { OfferedTo = null })],
                [ChanServ.Notice(net, by, $"{channel.Name} is offered to nobody any more")]);

    private static Decision Accept(Network net, Caller by, string name)
    {
        if (!ChanServ.TryFind(net, by, name, out Channel? channel, out var registration, out Decision refusal))
            return refusal;
        if (by.User.Account is not { } account || registration.OfferedTo != account)
            return ChanServ.Notice(net, by, "You are not offered this channel");
        return RegistrationRules.RefusalOfMore(net, by.User, account) is { } why
            ? ChanServ.Notice(net, by, why)
            : Give(net, by, channel, registration, account);
    }

    // The new founder is on the access list no more, and the old one has no right left but being there.
    private static Decision Give(
        Network net, Caller by, Channel channel, ChannelRegistration registration, string account) => new(
        [
            ChanServ.Changed(
                channel, registration.With(account, MemberModes.None) with { Founder = account, OfferedTo = null }),
            .. AccessGrants.OfAccount(net, channel, registration.Founder, MemberModes.Founder, MemberModes.None),
            .. AccessGrants.OfAccount(
                net, channel, account, registration.StatusOf(account), MemberModes.Founder),
        ],
        [ChanServ.Notice(net, by, $"{channel.Name} is {account}'s now")]);
}
