using System.Buffers;
using System.Text;
using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// The lines of an event that each session must get, worked out from the whole network in the plainest way. A leaf's
/// indexes and encodings must come to the same. Only lines from users: the server's own lines are answers.
/// </summary>
sealed class ExpectedLines(Judge judge) : Audience
{
    private readonly HashSet<UserId> _leaving = [];

    /// <summary>The event being announced.</summary>
    public Stamp At
    {
        get;
        set
        {
            field = value;
            _leaving.Clear();
        }
    }

    /// <summary>The session whose request led to it.</summary>
    public SessionId? Origin { get; set; }

    public override Stamp Stamp => At;

    public override void User(UserId user, Announcement what) => Tell(user, what);

    public override void Channel(
        string channel, Announcement what, UserId? except = null, MemberModes atLeast = MemberModes.None)
    {
        foreach (var (user, member) in judge.Network.MembersOf(channel))
            if (user != except && member.IsAtLeast(atLeast) && !_leaving.Contains(user)) Tell(user, what);
    }

    // Nobody monitors anybody in random runs.
    public override void Neighbours(UserId user, Announcement what, bool andSelf, bool andWatchers = false)
    {
        foreach (User other in judge.Network.Users)
            if (!_leaving.Contains(other.Id) && (other.Id == user ? andSelf : IsSeen(user, other.Id)))
                Tell(other.Id, what);
    }

    private bool IsSeen(UserId user, UserId by) => judge.Network.ChannelsOf(user).Any(channel =>
        judge.Network.FindMember(channel.Name, by) is { } witness
        && Visibility.IsShown(channel, judge.Network.FindMember(channel.Name, user)!.Value, witness));

    public override void Watchers(string nick, Numeric what, string shown) { }

    public override void BeginBatch(string type, params string[] args) { }

    public override void EndBatch() { }

    public override void Leave(IReadOnlyList<UserId> users) => _leaving.UnionWith(users);

    public override void Close(UserId user, string reason) { }

    public override void Close(UserId user, SessionId session, string reason) { }

    /// <summary>A connection became a further one of a user: behind its welcome it is shown where its user is.
    /// </summary>
    public void Greet(Visit visit, SessionAttached attached)
    {
        User user = judge.Network.FindUser(attached.User)!;
        Caller greeted = new(user, At.Time) { Capabilities = visit.Capabilities };
        foreach (Line line in Greeting.Of(attached, judge.Network, greeted))
            if (line.Source?.Contains('!', StringComparison.Ordinal) == true && line.Command != "SETNAME")
                visit.Expect(At.At.Seq, null, Text(line));
    }

    private void Tell(UserId user, Announcement what)
    {
        foreach (UserSession session in judge.Network.FindUser(user)!.Sessions) Tell(session.Id, what);
    }

    private void Tell(SessionId session, Announcement what)
    {
        if (judge.FindVisit(session) is not { } visit) return;
        if (what.IsEcho && !IsForSender(session, visit, what)) return;
        if (what.Lacks != Capabilities.None && visit.Has(what.Lacks)) return;
        Line? line = visit.Has(what.Needs) ? what.Line : what.Without;
        if (line?.Source?.Contains('!', StringComparison.Ordinal) == true)
            visit.Expect(At.At.Seq, At.Msgid, Text(line));
    }

    private bool IsForSender(SessionId session, Visit visit, Announcement what) => visit.Has(Capabilities.EchoMessage)
        || (session != Origin && (!what.IsToOther || visit.Has(Capabilities.SelfMessage)));

    private static string Text(Line line)
    {
        ArrayBufferWriter<byte> bytes = new();
        line.WriteBody(bytes, "");
        return Encoding.UTF8.GetString(bytes.WrittenSpan[..^2]);
    }
}
