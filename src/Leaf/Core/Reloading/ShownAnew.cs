using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Channels in which more has changed unseen than may wait for a session. The session is shown that it leaves each and,
/// if it is still a member, comes in again. So its client forgets the members it knew, and is shown topic and names.
/// </summary>
/// <param name="channels">Their names, and whether the client knows the channel.</param>
sealed class ShownAnew(IEnumerable<(string Name, bool IsKnown)> channels) : LongAnswer
{
    private readonly Queue<(string Name, bool IsKnown)> _channels = new(channels);
    private readonly Queue<LongAnswer> _names = [];

    public override Progress Next(Network net, Caller by, ICollection<Line> to)
    {
        if (_names.TryPeek(out LongAnswer? names))
        {
            Progress progress = names.Next(net, by, to);
            if (progress != Progress.Done) return progress;
            _names.Dequeue();
            return Progress.Ready;
        }

        if (!_channels.TryDequeue(out var next)) return Progress.Done;
        if (net.FindMember(next.Name, by.Id) is null) return Progress.Ready;
        if (next.IsKnown)
            to.Add(new Line(by.User.Hostmask, "PART", next.Name, MissedChanges.Reason) { Trailing = true });
        Announcement join = JoinLine.Of(by.User, next.Name);
        to.Add(by.Has(join.Needs) ? join.Line : join.Without!);
        ChannelJoined joined = new(next.Name, by.Id, MemberModes.None);
        foreach (Line line in Greeting.Of(joined, net, by)) to.Add(line);
        foreach (LongAnswer answer in Greeting.AtLength(joined, net, by)) _names.Enqueue(answer);
        return Progress.Ready;
    }
}
