using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.History;

/// <summary>What an event takes out of histories again: one message, or all that an account said before the event.
/// </summary>
public readonly record struct HistoryErasure
{
    private HistoryErasure((HistoryTarget, Mark)? message, string? account) => (Message, Account) = (message, account);

    /// <summary>Null: the messages of an account.</summary>
    public (HistoryTarget Target, Mark Mark)? Message { get; }
    /// <summary>As it was registered; null: one message.</summary>
    public string? Account { get; }

    public static HistoryErasure Of(HistoryTarget target, Mark message) => new((target, message), null);

    public static HistoryErasure Of(string account) => new(null, account);

    /// <summary>What the event takes out; null: nothing.</summary>
    /// <param name="before">The network just before the event.</param>
    public static HistoryErasure? In(Network before, Event happened) => happened switch
    {
        MessageRedacted redacted => OfRedacted(before, redacted),
        MessageErased erased when HistoryTarget.TryParse(erased.Target, out HistoryTarget target) =>
            Of(target, erased.Message),
        AccountForgotten forgotten => Of(forgotten.Account),
        _ => null,
    };

    /// <summary>Whether it takes out this message of this history.</summary>
    public bool Takes(HistoryTarget target, Mark message, string? account) =>
        Account is null ? Message == (target, message) : account == Account;

    private static HistoryErasure? OfRedacted(Network before, MessageRedacted redacted)
    {
        if (!Mark.TryParse(redacted.Msgid, out Mark message)) return null;
        HistoryTarget? target = redacted.Channel is { } channel
            ? Recorder.TargetOf(before.FindChannel(channel))
            : Recorder.TargetOf(before.FindUser(redacted.By), before.FindUser(redacted.To!.Value));
        return target is { } known ? Of(known, message) : null;
    }
}
