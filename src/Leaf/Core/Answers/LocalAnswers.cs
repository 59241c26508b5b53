using System.Runtime.InteropServices;
using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>Answers lines here: what only the session concerns, reads from the replica, and errors.</summary>
sealed class LocalAnswers(
    Replica replica, Output output, LongAnswers longAnswers, SessionCommands commands, Alarms alarms)
{
    private readonly Dictionary<string, long> _counts = [];

    /// <summary>A user's line was taken. STATS m shows the count of each command, but for commands at At.Session.
    /// </summary>
    public void Count(CommandTable.Entry? entry)
    {
        if (entry is { Handle: not null })
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, entry.Command.Name, out _)++;
    }

    public void Answer(Session session, LineRead read)
    {
        string? label = session.LabelOf(read.Label ?? read.Line?.Tags["label"]);
        if (label is not null) session.Response = new Response(label);
        if (read.Line is { } line) AnswerLine(session, line);
        else output.Tell(session, Complaint(session, read));
        output.FinishAnswer(session);
    }

    private void AnswerLine(Session session, Line line)
    {
        if (commands.TryHandle(session, line)) return;
        if (replica.Network.FindUser(session.User) is not { } user) return;
        Caller by = new(user, replica.Time) { Capabilities = session.Capabilities, CommandCounts = _counts };
        if (CommandTable.Refuse(by, line) is { } refused)
        {
            output.Tell(session, refused);
            return;
        }

        try
        {
            IrcCommandAttribute command = CommandTable.All[line.Command].Command;
            foreach (Line part in Targets.Split(line, command, replica.Config.Casemapping))
                longAnswers.TellOrQueue(session, CommandTable.Decide(replica.Network, by, part));
        }
        catch (Exception fault)
        {
            alarms.Contained($"the handler of {line.Command}", fault);
            const string Failed = "The server could not process this command";
            output.Tell(session, StandardReply.Fail(line.Command, "INTERNAL_ERROR", Failed));
        }
    }

    private static Line Complaint(Session session, in LineRead read) => read.Error switch
    {
        LineError.TooLong or LineError.TagsTooLong => ERR_INPUTTOOLONG.For(session.Called),
        LineError.InvalidUtf8 => StandardReply.Fail(
            read.Command ?? "*", "INVALID_UTF8", "Your line is not valid UTF-8"),
        LineError.NulByte => StandardReply.Fail("*", "INVALID_LINE", "Your line holds a NUL byte"),
        LineError.StrayLineBreak => StandardReply.Fail("*", "INVALID_LINE", "Your line holds a stray CR"),
        _ => StandardReply.Fail("*", "INVALID_LINE", "Your line has no command"),
    };
}
