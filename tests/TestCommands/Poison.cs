namespace IrcNats.Commands.ForTests;

/// <summary>
/// A command that no product has: it harms the root that decides it. "POISON" throws, "POISON die" ends the process,
/// "POISON hang" never comes back, "POISON sim" throws what ends a simulated process; "POISON newer" decides an event
/// of the second level.
/// </summary>
public static class Poison
{
    [IrcCommand("POISON", At.Root)]
    private static Decision Handle(State.Network net, Caller by, Protocol.Line line)
    {
        switch (line.Params.Count > 0 ? line.Params[0] : "")
        {
            case "die":
                Environment.FailFast("POISON die");
                break;
            case "hang":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "newer":
                return new Events.LevelRaised(2);
            case "sim":
                throw new PoisonedException();
        }

        throw new InvalidOperationException("POISON");
    }
}

/// <summary>A simulated process dies of this.</summary>
public sealed class PoisonedException() : Exception("POISON sim");
