using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A root has read its configuration file again, because an operator asked for it, and this came of it: the operator is
/// told, if they are still there. https://modern.ircdocs.horse/#rehash-message
/// </summary>
/// <param name="Lines">Whether it holds now, or everything that is wrong with it; at most <see cref="Most"/>.</param>
[MessagePackObject]
public sealed record RehashEnded(
    [property: Key(0)] UserId By, [property: Key(1)] string Root,
    [property: Key(2)] IReadOnlyList<string> Lines) : Event
{
    /// <summary>Lines of one root.</summary>
    public const int Most = 10;

    // Bytes that a line has room for, with the longest names.
    private const int LineBytes = 350;

    public override void ApplyTo(INetworkEditor edit) { }

    public override void Announce(Network before, Audience to)
    {
        if (before.FindUser(By) is not { } user) return;
        foreach (string line in Lines)
        {
            string text = Utf8Text.Truncate($"{Root}: {line}", LineBytes);
            to.User(By, new Line(null, "NOTICE", user.Nick, text) { Trailing = true });
        }
    }
}
