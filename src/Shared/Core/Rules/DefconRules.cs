using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>
/// What is held up while the network is attacked. Each level holds up what those above it do, too. A lockdown of the
/// network is level 1. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
public static class DefconRules
{
    /// <summary>
    /// Nothing is held up; nobody registers; strangers message nobody; strangers neither come nor join; nobody comes.
    /// A stranger is who is not logged in.
    /// </summary>
    public const int Calm = 5, NoRegistrations = 4, NoStrangeMessages = 3, NoStrangers = 2, Closed = 1;

    private const string NotNow = "This is held up for now, because the network is attacked; try again later";

    private static readonly string[] s_meanings =
    [
        "nobody new comes, but from this machine and secure-nets",
        "who is not logged in neither comes nor joins channels",
        "who is not logged in messages nobody who has not accepted them",
        "nobody registers accounts or channels; nobody comes through Tor without an account",
        "nothing is held up",
    ];

    /// <summary>The level that holds.</summary>
    public static int LevelOf(Network net) => LockRules.Find(net, LockRules.Network) is null ? net.Defcon : Closed;

    /// <summary>No level and no lockdown holds anything up.</summary>
    public static bool IsCalm(Network net) => net.Defcon == Calm && !net.Bans.AnyLock;

    /// <summary>What a level holds up.</summary>
    public static string MeaningOf(int level) => s_meanings[level - 1];

    /// <summary>Why nobody may register an account or a channel now; null: they may.</summary>
    public static (string Code, string Text)? RefusalToRegister(Network net) =>
        LevelOf(net) <= NoRegistrations ? ("TEMPORARILY_UNAVAILABLE", NotNow) : null;

    /// <summary>Whether everybody is taken to have +R now.</summary>
    public static bool IsForRegistered(Network net) => LevelOf(net) <= NoStrangeMessages;

    /// <summary>
    /// What a connection is told that may not become a user now, and why it is closed then; null: it may.
    /// </summary>
    public static (Line? Told, string Closed)? RefusalToCome(Network net, string address, Via via, string? account)
    {
        if (IsCalm(net)) return null;
        int level = LevelOf(net);
        if (level <= Closed && !IsTrusted(net.Config, address, via)) return (null, NotNow);
        bool needsLogin = level <= NoStrangers || (level <= NoRegistrations && via.HasFlag(Via.Tor));
        if (!needsLogin || account is not null || IsTrusted(net.Config, address, via)) return null;
        const string logIn = "You must log in to an account (SASL) to come in for now";
        return (StandardReply.Fail("*", "ACCOUNT_REQUIRED", logIn), logIn);
    }

    private static bool IsTrusted(NetworkConfig config, string address, Via via) =>
        !via.HasFlag(Via.Tor) && (IsLoopback(address) || AddressRange.AnyHas(config.Transport.SecureNets, address));

    private static bool IsLoopback(string address) =>
        AddressText.TryParse(address, out System.Net.IPAddress? one) && System.Net.IPAddress.IsLoopback(one);
}
