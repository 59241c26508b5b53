using System.Globalization;
using MessagePack;

namespace IrcNats.State;

/// <summary>
/// Whose a registered channel is, and what other accounts may do there. Only roots hold it
/// (<see cref="RegistrationTable"/>); what everybody has to know is in <see cref="Channel.Registered"/>. Immutable: an
/// event replaces it.
/// </summary>
[MessagePackObject]
public sealed record ChannelRegistration
{
    /// <summary>Accounts that the access list of one channel may have.</summary>
    public const int AccessMost = 200;

    /// <summary>The channel's name, as it is shown.</summary>
    [Key(0)] public required string Channel { get; init; }
    /// <summary>The account whose channel it is, as it was registered.</summary>
    [Key(1)] public required string Founder { get; init; }
    /// <summary>Unix milliseconds.</summary>
    [Key(2)] public long RegisteredAt { get; init; }
    /// <summary>The statuses of other accounts, sorted by account.</summary>
    [Key(3)] public IReadOnlyList<ChannelAccess> Access { get; init; } = [];
    /// <summary>The account that may take the channel over (TRANSFER); null: none.</summary>
    [Key(4)] public string? OfferedTo { get; init; }

    /// <summary>The status that users of the account have in the channel.</summary>
    public MemberModes StatusOf(string? account) =>
        account is null ? MemberModes.None
        : account == Founder ? MemberModes.Founder
        : Access.FirstOrDefault(a => a.Account == account)?.Status ?? MemberModes.None;

    /// <summary>The registration with another status of the account; None takes it off the list.</summary>
    public ChannelRegistration With(string account, MemberModes status) => this with
    {
        Access =
        [
            .. Access.Where(a => a.Account != account)
                .Concat(status == MemberModes.None ? [] : [new ChannelAccess(account, status)])
                .OrderBy(a => a.Account, StringComparer.Ordinal),
        ],
    };

    /// <summary>The registration without anything about an account that is not its founder.</summary>
    public ChannelRegistration Without(string account)
    {
        ChannelRegistration rest = With(account, MemberModes.None);
        return OfferedTo == account ? rest with { OfferedTo = null } : rest;
    }

    /// <summary>The accounts that it names.</summary>
    [IgnoreMember]
    public IEnumerable<string> Accounts => Access.Select(a => a.Account).Append(Founder).Append(OfferedTo ?? Founder);

    /// <summary>Everything in it as one text, from which the table's digest is made.</summary>
    [IgnoreMember]
    public string Sum => string.Create(
        CultureInfo.InvariantCulture,
        $"{Channel}\n{Founder}\n{RegisteredAt}\n{OfferedTo}\n"
        + $"{string.Join(' ', Access.Select(a => $"{a.Account} {(int)a.Status}"))}");
}

/// <summary>An account's status in a registered channel: one of the statuses, not several.</summary>
[MessagePackObject]
public sealed record ChannelAccess([property: Key(0)] string Account, [property: Key(1)] MemberModes Status);
