using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>HISTORY target [messages, or a time such as 2h]: what was said last, for people whose clients cannot ask.
/// https://ircv3.net/specs/extensions/chathistory</summary>
sealed class HistoryCommand(Replica replica, Output output, HistoryAccess access, Playback playback) : ISessionHandler
{
    private const int Few = 50;

    public string Verb => "HISTORY";

    public void Handle(Session session, Line line)
    {
        string much = line.Params.ElementAtOrDefault(1) ?? $"{Few}";
        int most = replica.Config.History.MaxMessages;
        if (!replica.Config.History.Enabled)
            output.Tell(session, ERR_UNKNOWNCOMMAND.For(session.Called, Verb));
        else if (access.Find(session, line.Params[0]) is not { } of)
            output.Tell(session, HistoryFail.Target(Verb, line.Params[0]));
        else if (int.TryParse(much, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0)
            playback.Show(session, Verb, [of], null, null, Math.Min(count, most));
        else if (Duration.TryParse(much, out long ago) && ago > 0)
            playback.Show(session, Verb, [of], replica.Time - ago, null, most);
        else output.Tell(session, HistoryFail.Params(Verb, "Give a number of messages, or a time such as 2h", much));
    }
}
