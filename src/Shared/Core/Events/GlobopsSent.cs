using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An operator said something to all operators. https://docs.inspircd.org/4/modules/globops/</summary>
[MessagePackObject]
public sealed record GlobopsSent([property: Key(0)] UserId From, [property: Key(1)] string Text) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.MarkActive(From);

    public override void Announce(Network before, Audience to)
    {
        string from = before.FindUser(From)!.Nick;
        foreach (User user in before.Users)
            if (user.IsOper) to.User(user.Id, Line(user.Nick, from));
    }

    /// <summary>The line as one of its receivers gets it.</summary>
    public Line Line(string to, string from) =>
        new(null, "NOTICE", to, $"*** GLOBOPS from {from}: {Text}") { Trailing = true };
}
