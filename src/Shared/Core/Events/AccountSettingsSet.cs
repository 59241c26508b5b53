using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An account's owner changed what NICKSERV SET sets.</summary>
/// <param name="Settings">All of them, as they are now.</param>
[MessagePackObject]
public sealed record AccountSettingsSet(
    [property: Key(0)] string Name, [property: Key(1)] AccountSettings Settings) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Name) is { } account)
            edit.SetAccount(account with { Settings = Settings.IsEmpty ? null : Settings });
    }

    /// <summary>The user whose client it was; their other clients are told, too.</summary>
    [Key(2)] public UserId? By { get; init; }

    public override void Announce(Network before, Audience to)
    {
        if (By is { } user)
            to.User(user, new Announcement(Persistence(before.Config.Accounts, Settings))
            {
                Needs = Capabilities.Persistence,
            });
    }

    /// <summary>Whether the account's user stays without clients: what was set, and what holds.
    /// https://github.com/ircv3/ircv3-specifications/pull/503</summary>
    public static Line Persistence(AccountsConfig config, AccountSettings? settings) => new(
        null, "PERSISTENCE", "STATUS", settings?.AlwaysOn switch { true => "ON", false => "OFF", _ => "DEFAULT" },
        SessionRules.IsAlwaysOn(config, settings) ? "ON" : "OFF");
}
