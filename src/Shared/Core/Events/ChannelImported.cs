using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A registered channel came from another network. Who is in a channel of that name sees what is another now.
/// </summary>
/// <param name="Registration">Whose it is; only roots keep it.</param>
/// <param name="Changes">Modes that it has from now on.</param>
/// <param name="By">The service's hostmask.</param>
[MessagePackObject]
public sealed record ChannelImported(
    [property: Key(0)] ChannelRegistration Registration, [property: Key(1)] IReadOnlyList<ModeChange> Changes,
    [property: Key(2)] string By) : Event
{
    /// <summary>Null: the one that is there stays.</summary>
    [Key(3)] public Topic? Topic { get; init; }

    /// <summary>There was no channel of that name.</summary>
    [Key(4)] public bool Creates { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        string name = Registration.Channel;
        if (Creates)
            edit.AddChannel(new Channel
            {
                Name = name, Created = Registration.RegisteredAt, Founded = edit.Stamp.Mark,
            });
        Channel channel = edit.FindChannel(name);
        edit.ReplaceChannel(channel with { Registered = new ChannelSettings(), Topic = Topic ?? channel.Topic });
        ChannelModesChanged.Apply(edit, name, Changes, By);
        edit.SetRegistration(Registration);
    }

    public override void Announce(Network before, Audience to)
    {
        if (Creates) return;
        string name = Registration.Channel;
        if (Topic is not null) to.Channel(name, new Line(By, "TOPIC", name, Topic.Text) { Trailing = true });
        if (Changes.Count > 0) to.Channel(name, new Line(By, "MODE", [name, .. ModeChange.Show(Changes)]));
    }
}
