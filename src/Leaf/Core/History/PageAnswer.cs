using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// A page of a history as its reader takes it: one batch, for those who know batches.
/// https://ircv3.net/specs/extensions/chathistory
/// </summary>
/// <param name="name">The channel or the nick.</param>
/// <param name="hasEnd">The batch says it when there is nothing beyond the page.</param>
sealed class PageAnswer(string name, HistoryPage page, bool hasEnd) : AnswerPart
{
    private const string BatchType = "chathistory", EndTag = "draft/chathistory-end";

    private const int AtATime = 16;

    private string? _reference;
    private int _told;

    public override Progress Write(Session session, Caller by, Network net, Output output)
    {
        bool batches = session.Has(Capabilities.Batch);
        if (_reference is null)
        {
            _reference = output.NextBatch(session);
            Line open = ReplyBatch.Opening(_reference, BatchType, name);
            if (hasEnd && !page.HasMore) open = open with { Tags = open.Tags.With(EndTag) };
            if (batches) output.Tell(session, new Announcement(open) { IsWhole = true });
        }

        string? tag = batches ? "batch=" + _reference : null;
        for (int end = Math.Min(page.Messages.Count, _told + AtATime); _told < end; _told++)
            foreach (Announcement told in ToldAgain.Of(page.Messages[_told], session.Has(Capabilities.EventPlayback)))
                output.Deliver(session, DeliveryOf(told, page.Messages[_told], net), tag);
        if (_told < page.Messages.Count) return Progress.Ready;
        if (batches) output.Tell(session, ReplyBatch.Ending(_reference));
        return Progress.Done;
    }

    private static Delivery DeliveryOf(Announcement told, KeptMessage message, Network net) =>
        new(told, new Stamp(message.At, message.Epoch, message.Time), message.Time, net.Config.ServerName);
}

/// <summary>A kept message as it is told again.</summary>
static class ToldAgain
{
    /// <param name="events">What the same event showed before it is told, too.</param>
    public static IEnumerable<Announcement> Of(KeptMessage message, bool events)
    {
        foreach (KeptLine line in (events ? message.Ahead : null) ?? [])
            yield return Of(line.Source, line.Command, line.Params, Tags.None) with
            {
                Account = line.Account, IsBot = line.IsBot,
            };
        Tags tags = message.Tags.Length == 0 ? Tags.None : Tags.Parse(message.Tags);
        Announcement told = Of(message.Source, message.Command, message.Params, tags) with
        {
            Account = message.Account, IsBot = message.IsBot, RelayedBy = message.RelayedBy,
        };
        yield return message.Parts is not { } parts ? told : told with
        {
            Needs = Capabilities.Multiline | Capabilities.Batch, Without = told.Line, Parts = parts,
        };
    }

    private static Announcement Of(string source, string command, IReadOnlyList<string> args, Tags tags)
    {
        Line line = new(source, command, [.. args])
        {
            Tags = tags,
            // As it was shown live: a text has its colon, and of a message of several lines it comes behind.
            Trailing = command is "PRIVMSG" or "NOTICE" || (args.Count > 1 && command != "MODE"),
        };
        return command == "JOIN" && args.Count > 1
            ? new Announcement(line)
            {
                Needs = Capabilities.ExtendedJoin, Without = new Line(source, command, args[0]) { Tags = tags },
            }
            : new Announcement(line);
    }
}
