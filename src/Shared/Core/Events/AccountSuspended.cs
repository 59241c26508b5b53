using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An operator took an account out of use. The users who are logged in to it are quit with it.</summary>
/// <param name="By">The operator's nick.</param>
[MessagePackObject]
public sealed record AccountSuspended(
    [property: Key(0)] string Name, [property: Key(1)] string By, [property: Key(2)] string Reason) : Event
{
    /// <summary>When it can be used again (Unix milliseconds); null: when an operator says so.</summary>
    [Key(3)] public long? Until { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Name) is not { } account) return;
        edit.SetAccount(account with { Suspended = new Suspension(By, edit.Stamp.Time, Reason) { Until = Until } });
    }
}
