using System.Diagnostics.CodeAnalysis;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// CHANSERV and CS, and what is said to the nick ChanServ (PRIVMSG): channels that belong to accounts.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
static class ChanServ
{
    private static readonly Service s_service = new(
        AccountRules.ChanServ,
        [
            .. ChanServRegistration.Verbs, .. ChanServAccess.Verbs, .. ChanServBans.Verbs, .. ChanServSettings.Verbs,
            .. ChanServInfo.Verbs, .. ChanServPurge.Verbs,
        ]);

    [IrcCommand("CHANSERV", At.Root, Cost = 2,
        Takes = "command [parameters]", Says = "Registers channels; CHANSERV HELP lists the commands.")]
    [IrcCommand("CS", At.Root, Cost = 2,
        Takes = "command [parameters]", Says = "The same as CHANSERV.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        Auditing.NotedOfService(net, by, line, s_service.Handle(net, by, line));

    /// <summary>What changes channels at somebody's wish or by an access list.</summary>
    public static string Hostmask(Network net) => Services.HostmaskOf(net.Config, AccountRules.ChanServ);

    /// <summary>What ChanServ says to the user.</summary>
    public static Line Notice(Network net, Caller by, string text) => s_service.Notice(net, by, text);

    /// <summary>How a command is written.</summary>
    public static Decision Usage(Network net, Caller by, string verb) => s_service.Usage(net, by, verb);

    /// <summary>False with the reason: there is no such channel, or it is not registered.</summary>
    public static bool TryFind(
        Network net, Caller by, string name, [NotNullWhen(true)] out Channel? channel,
        [NotNullWhen(true)] out ChannelRegistration? registration, out Decision refusal)
    {
        channel = net.FindChannel(name);
        registration = channel is null ? null : net.FindRegistration(channel.Name);
        refusal = Notice(net, by, channel is null
            ? $"There is no channel {Shown(name)}"
            : $"{channel.Name} is not registered");
        return channel is not null && registration is not null;
    }

    /// <summary>The same, and false for who is not its founder.</summary>
    public static bool TryFindOwn(
        Network net, Caller by, string name, [NotNullWhen(true)] out Channel? channel,
        [NotNullWhen(true)] out ChannelRegistration? registration, out Decision refusal)
    {
        if (!TryFind(net, by, name, out channel, out registration, out refusal)) return false;
        refusal = Notice(net, by, "Only the founder of the channel may do this");
        return RegistrationRules.IsFounder(by.User, registration);
    }

    /// <summary>Something of the registration is another.</summary>
    public static Event Changed(Channel channel, ChannelRegistration registration) =>
        new RegistrationChanged(registration, channel.Registered ?? new ChannelSettings());

    /// <summary>A name that a user wrote, to be told to them: cut, because it may be as long as a line.</summary>
    public static string Shown(string name) => Utf8Text.Truncate(name, 64);

    public static bool Is(string? word, string sub) => string.Equals(word, sub, StringComparison.OrdinalIgnoreCase);
}
