using System.Globalization;
using MessagePack;

namespace IrcNats.State;

/// <summary>What an account's owner has set besides (NICKSERV SET); null stands for what the network has.</summary>
[MessagePackObject]
public sealed record AccountSettings
{
    /// <summary>Whether several clients may be one user (MULTICLIENT).</summary>
    [Key(0)] public bool? Multiclient { get; init; }
    /// <summary>Whether their user stays when the last client goes (ALWAYS-ON).</summary>
    [Key(1)] public bool? AlwaysOn { get; init; }
    /// <summary>Whether such a user is away meanwhile (AUTO-AWAY).</summary>
    [Key(2)] public bool? AutoAway { get; init; }

    /// <summary>Nothing is set.</summary>
    [IgnoreMember] public bool IsEmpty => this == s_empty;

    /// <summary>Everything in it as one text.</summary>
    [IgnoreMember]
    public string Sum => string.Create(CultureInfo.InvariantCulture, $"\n{Multiclient} {AlwaysOn} {AutoAway}");

    private static readonly AccountSettings s_empty = new();
}
