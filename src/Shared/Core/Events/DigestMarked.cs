using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// The active root's digest of the network (SHA-256 of its snapshot), just before this event. Every replica whose
/// snapshots have the same fields compares its own. One that differs raises an alarm and is made anew.
/// </summary>
[MessagePackObject]
public sealed record DigestMarked([property: Key(0)] string Digest) : Event
{
    /// <summary>
    /// Which fields the root's snapshots have (<see cref="SnapshotFormat"/>); null: its build knew no levels.
    /// </summary>
    [Key(1)] public string? Format { get; init; }

    /// <summary>The digest of the accounts, which only roots compare; null: there are none.</summary>
    [Key(2)] public string? Accounts { get; init; }

    /// <summary>This build hashes the same fields.</summary>
    [IgnoreMember] public bool IsComparable => Format == SnapshotFormat.Name;

    public override void ApplyTo(INetworkEditor edit) { }
}
