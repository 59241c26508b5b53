using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>The keys of registered channels; the other keys of channels are in <see cref="ConfigKeys"/>.</summary>
static class ChannelKeys
{
    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        Channels("channels.registration.enabled", Kinds.Switch, c => c.Registration,
            (c, v) => c with { Registration = v },
            "whether accounts may register channels (CHANSERV); those that are registered stay"),
        Channels("channels.registration.operator-only", Kinds.Switch, c => c.OperatorOnly,
            (c, v) => c with { OperatorOnly = v }, "whether only operators with chanreg may"),
        Channels("channels.registration.max-channels-per-account", Kinds.Number(1, 10_000), c => c.MostPerAccount,
            (c, v) => c with { MostPerAccount = v }, "channels that an account may have"),
        Channels("channels.registration.throttle", Kinds.Span("0s", "1d"), c => c.Throttle,
            (c, v) => c with { Throttle = v }, "time between two registrations of one account"),
    ];

    private static ConfigKey<T> Channels<T>(
        string path, Kind<T> kind, Func<ChannelsConfig, T> get, Func<ChannelsConfig, T, ChannelsConfig> with,
        string meaning) => ConfigKeys.Public(
        path, kind, c => get(c.Channels), (c, v) => c with { Channels = with(c.Channels, v) }, meaning);
}
