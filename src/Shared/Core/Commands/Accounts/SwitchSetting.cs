using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>A setting of an account that is on, off, or as the network has it (NICKSERV SET and GET).</summary>
/// <param name="IsOn">What holds, whoever said it.</param>
/// <param name="On">What the owner is told where it is on.</param>
sealed record SwitchSetting(
    string Name, Func<AccountSettings, bool?, AccountSettings> Write,
    Func<Network, Account, bool> IsOn, string On, string Off)
{
    /// <summary>Why owners cannot set it; null: they can.</summary>
    public Func<AccountsConfig, string?> Refusal { get; init; } = _ => null;

    private static readonly IReadOnlyList<SwitchSetting> s_all =
    [
        new("MULTICLIENT", (s, v) => s with { Multiclient = v }, SessionRules.MayBeSeveral,
            "Several of your clients may be one user", "Each of your clients is a user of its own")
        {
            Refusal = c => c.Multiclient ? null : "Several clients cannot be one user here",
        },
        new("ALWAYS-ON", (s, v) => s with { AlwaysOn = v }, SessionRules.IsAlwaysOn,
            "You stay on the network when your last client goes", "You quit when your last client goes")
        {
            Refusal = c => WhoSays(c.Multiclient ? c.AlwaysOn : OwnersChoice.Disabled),
        },
        new("AUTO-AWAY", (s, v) => s with { AutoAway = v }, SessionRules.IsAutoAway,
            "You are away while none of your clients is connected", "You are not away by that")
        {
            Refusal = c => WhoSays(c.AutoAway),
        },
    ];

    // Other networks' users write true and false.
    private static readonly Dictionary<string, bool?> s_values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ON"] = true, ["TRUE"] = true, ["OFF"] = false, ["FALSE"] = false, ["DEFAULT"] = null,
    };

    private static string? WhoSays(OwnersChoice choice) => choice is OwnersChoice.OptIn or OwnersChoice.OptOut
        ? null
        : "The network says that here, not you";

    public static SwitchSetting? Find(string? name) =>
        s_all.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public Decision Set(Network net, Caller by, Account account, string value)
    {
        if (Refusal(net.Config.Accounts) is { } why) return NickServ.Notice(net, by, why);
        if (!s_values.TryGetValue(value, out bool? wanted))
            return NickServ.Notice(net, by, $"{Name} is ON, OFF or DEFAULT, not {value}");
        AccountSettings before = account.Settings ?? new AccountSettings(), after = Write(before, wanted);
        return new Decision(
            after == before ? [] : [new AccountSettingsSet(account.Name, after) { By = by.Id }],
            [Tell(net, by, account with { Settings = after })]);
    }

    /// <summary>What is set.</summary>
    public Line Tell(Network net, Caller by, Account account) =>
        NickServ.Notice(net, by, IsOn(net, account) ? On : Off);
}
