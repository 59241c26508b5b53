using IrcNats.State;
using MessagePack;

namespace IrcNats.Wire;

/// <summary>What a kept message is. Numbers are on disk.</summary>
public enum KeptKind
{
    /// <summary>Somebody said something, or reacted to it.</summary>
    Message = 1,
    /// <summary>Something happened (JOIN, KICK, TOPIC …): only for those who want events played back.</summary>
    Happening = 2,
}

/// <summary>
/// One message of a history as it was shown, and not the event it came from: to render the event later would need the
/// network as it was then. A leaf makes lines of it for each session by its capabilities.
/// </summary>
/// <param name="Time">The network's time; Unix milliseconds.</param>
/// <param name="Source">nick!user@host as of then, or a server's name.</param>
/// <param name="Params">As they stand in the line, the target included; of a message of several lines without its text.
/// </param>
[MessagePackObject]
public sealed record KeptMessage(
    [property: Key(0)] Position At, [property: Key(1)] ulong Epoch, [property: Key(2)] long Time,
    [property: Key(3)] KeptKind Kind, [property: Key(4)] string Source, [property: Key(5)] string Command,
    [property: Key(6)] IReadOnlyList<string> Params)
{
    /// <summary>The account of its source at the time, as it was registered; null: not logged in.</summary>
    [Key(7)] public string? Account { get; init; }
    /// <summary>Its source had called itself a bot.</summary>
    [Key(8)] public bool IsBot { get; init; }
    /// <summary>Client-only tags as they stand on the wire, without '@'.</summary>
    [Key(9)] public string Tags { get; init; } = "";
    /// <summary>The lines of a message of several; null for one of a single line.</summary>
    [Key(10)] public IReadOnlyList<MessagePart>? Parts { get; init; }
    /// <summary>The nick of who relayed what somebody said elsewhere; null: it is nothing of the kind.</summary>
    [Key(11)] public string? RelayedBy { get; init; }

    /// <summary>
    /// What the same event showed before this line, in that order: members who were hidden come in, others of a lost
    /// leaf quit. They are happenings, whatever the message is. Null: nothing.
    /// </summary>
    [Key(12)] public IReadOnlyList<KeptLine>? Ahead { get; init; }

    [IgnoreMember] public Mark Mark => new(Epoch, At);
}

/// <summary>A line that was shown just before a kept message; its fields are as in <see cref="KeptMessage"/>.</summary>
[MessagePackObject]
public sealed record KeptLine(
    [property: Key(0)] string Source, [property: Key(1)] string Command,
    [property: Key(2)] IReadOnlyList<string> Params)
{
    [Key(3)] public string? Account { get; init; }
    [Key(4)] public bool IsBot { get; init; }
}

/// <summary>
/// A message of a target's history as an archive keeps it. The target is named in full: where an archive finds it by a
/// hash, nobody is shown what was said elsewhere.
/// </summary>
[MessagePackObject]
public sealed record Archived(
    [property: Key(0)] int Version, [property: Key(1)] string Target, [property: Key(2)] KeptMessage Message) : Payload
{
    /// <summary>Where the archive has messages of the target before this one; empty where it needs no such list.
    /// </summary>
    [Key(3)] public ReadOnlyMemory<byte> Earlier { get; init; }
}

/// <summary>
/// What an archiver writes into its archive for itself and others: that it took it over (where the archive has this is
/// the archiver's name: two of the same epoch are told apart), or in the place of a target's newest message, before
/// that is deleted.
/// </summary>
/// <param name="Epoch">What fences archivers: one of an earlier epoch writes no more.</param>
/// <param name="UpTo">The newest message that was ever put into the archive, even if that was deleted since; null:
/// there was none.</param>
[MessagePackObject]
public sealed record ArchiverNote(
    [property: Key(0)] int Version, [property: Key(1)] ulong Epoch, [property: Key(2)] ArchivedUpTo? UpTo) : Payload
{
    /// <summary>In a target's place: as in <see cref="Archived.Earlier"/>.</summary>
    [Key(3)] public ReadOnlyMemory<byte> Earlier { get; init; }
}

/// <summary>The newest message of an archive. One event may have a message in several targets; they are archived in
/// the order of the targets' keys.</summary>
/// <param name="Time">That message's time; Unix milliseconds.</param>
[MessagePackObject]
public sealed record ArchivedUpTo(
    [property: Key(0)] Position At, [property: Key(1)] ulong Epoch, [property: Key(2)] string Target,
    [property: Key(3)] long Time)
{
    [IgnoreMember] public Mark Mark => new(Epoch, At);

    public static ArchivedUpTo Of(Archived newest) =>
        new(newest.Message.At, newest.Message.Epoch, newest.Target, newest.Message.Time);

    /// <summary>Whether the archive, being up to here, has had this message already.</summary>
    public bool Includes(Mark mark, string target)
    {
        int order = mark.CompareTo(Mark);
        return order < 0 || (order == 0 && string.CompareOrdinal(target, Target) <= 0);
    }
}
