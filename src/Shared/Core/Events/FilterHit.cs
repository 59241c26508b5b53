using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A text hit a filter. It is counted, and told to operators who asked for it (+s f); what becomes of the text and its
/// author follows as events of their own. https://docs.inspircd.org/4/modules/filter/
/// </summary>
/// <param name="Who">The author's hostmask.</param>
/// <param name="Where">A channel, a nick, or what kind of text it was.</param>
/// <param name="Text">The beginning of it.</param>
[MessagePackObject]
public sealed record FilterHit(
    [property: Key(0)] string Pattern, [property: Key(1)] FilterAction Action, [property: Key(2)] string Who,
    [property: Key(3)] string Where, [property: Key(4)] string Text) : Event
{
    /// <summary>The filter is only tried: nothing was done.</summary>
    [Key(5)] public bool IsTest { get; init; }

    public override void ApplyTo(INetworkEditor edit) => edit.CountHit(Pattern);

    /// <summary>As operators are told it.</summary>
    [IgnoreMember]
    public string Shown =>
        $"FILTER: {Who} at {Where}, {(IsTest ? "would be " : "")}{Done(Action)} by {Pattern}: {Text}";

    private static string Done(FilterAction action) => action switch
    {
        FilterAction.Refuse => "refused",
        FilterAction.Drop => "dropped",
        FilterAction.Kill => "killed",
        FilterAction.Ban => "banned",
        _ => "reported",
    };
}
