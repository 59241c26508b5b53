using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// An operator set what is held up while the network is attacked; all operators are told.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
/// <param name="Level">5 (nothing is) to 1: see <see cref="DefconRules"/>.</param>
/// <param name="By">The operator's nick.</param>
[MessagePackObject]
public sealed record DefconSet([property: Key(0)] int Level, [property: Key(1)] string By) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetDefcon(Level);

    public override void Announce(Network before, Audience to)
    {
        foreach (User user in before.Users)
            if (user.IsOper && user.Nick != By)
                to.User(user.Id, new Line(
                    null, "NOTICE", user.Nick, $"*** DEFCON {Level}, by {By}: {DefconRules.MeaningOf(Level)}")
                {
                    Trailing = true,
                });
    }
}
