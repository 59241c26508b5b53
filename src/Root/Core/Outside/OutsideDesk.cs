using IrcNats.Proving;
using IrcNats.Root.Config;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core.Outside;

/// <summary>
/// Questions that somebody outside the network has to answer: the program of accounts.auth-script, or a server whose
/// tokens are taken. They are asked a bounded number at a time, others wait for a short while, and what comes of it is
/// a ticket like every other. A try counts before anybody is asked.
/// </summary>
/// <param name="door">Counts tries.</param>
/// <param name="ask">Asks, and calls <see cref="Answered"/> later, in a bounded time.</param>
/// <param name="answer">Answers a leaf.</param>
/// <param name="fails">Told of what was wrong with an answer.</param>
public sealed class OutsideDesk(
    ProofDoor door, Action<int, OutsideQuestion> ask, Action<string, ProofAnswer> answer, Action<string> fails)
{
    private readonly Turns _turns = new(door, answer, "logins wait for somebody outside to be asked");

    /// <summary>A leaf asks; its question is well-formed.</summary>
    /// <param name="ticks">Milliseconds of a clock that is never set.</param>
    public void Asked(ProofQuestion asked, string replyTo, LoadedConfig config, Network net, long ticks)
    {
        if (asked.After > net.Seq) answer(replyTo, ProofDoor.Said(ProofKind.Behind, ""));
        else if (config.Secrets is { Sidecar: null, Tokens: null })
            answer(replyTo, ProofDoor.Busy("nobody outside is asked here"));
        else if (_turns.Takes(asked, replyTo, config, ticks)) Begin(config, ticks);
    }

    /// <summary>Somebody outside has answered, or has not in time.</summary>
    /// <param name="now">Unix milliseconds, by the active root's clock.</param>
    public void Answered(int number, OutsideAnswer said, LoadedConfig config, Network net, long now, long ticks)
    {
        if (_turns.Ended(number) is not var (asked, replyTo)) return;
        ProofAnswer told = Told(asked, said, config, net, now);
        // A password that is not known outside may be one of our own accounts, and is counted when that is looked at.
        if (told.Kind != ProofKind.Wrong || said.Kind != OutsideKind.Token) door.Forgive(asked, config, ticks);
        answer(replyTo, told);
        Begin(config, ticks);
    }

    private void Begin(LoadedConfig config, long ticks) => _turns.Begin(
        config.Secrets.Sidecar?.AtOnce ?? SidecarSettings.DefaultAtOnce, config, ticks,
        (number, asked) => ask(number, new OutsideQuestion(asked.Box, asked.Name, asked.Address, config.Secrets)));

    private ProofAnswer Told(ProofQuestion asked, OutsideAnswer said, LoadedConfig config, Network net, long now)
    {
        switch (said.Outcome)
        {
            case OutsideOutcome.Known:
                return Known(asked, said, config, net, now);
            case OutsideOutcome.Denied:
                return ProofDoor.Said(ProofKind.Wrong, "");
            default:
                fails(said.Text);
                return ProofDoor.Busy("somebody outside does not answer well; a root's log says more");
        }
    }

    private ProofAnswer Known(ProofQuestion asked, OutsideAnswer said, LoadedConfig config, Network net, long now)
    {
        string name = said.Text;
        if (said.Kind == OutsideKind.Token && asked.Name.Length > 0 && net.Fold(asked.Name) != net.Fold(name))
            return Refused("The token is of another account");
        return net.FindAccount(name) is not { } account ? Unknown(asked, name, said.Kind, config, net, now)
            : account.Suspended is not null ? Refused("The account is suspended")
            : account.IsUnregistered ? Refused("There is no such account any more")
            : account.IsUnverified ? ProofDoor.Said(ProofKind.Unverified, "")
            : Right(asked, config, now, account.Name, creates: false);
    }

    private ProofAnswer Unknown(
        ProofQuestion asked, string name, OutsideKind? kind, LoadedConfig config, Network net, long now)
    {
        if (Creation.Refusal(net, name) is { } why)
        {
            fails($"it named the account '{SidecarWords.Said(name)}', which there cannot be: {why}");
            return Refused("Your account has a name that cannot be used here");
        }

        return (kind == OutsideKind.Token ? config.Secrets.Tokens?.Autocreate : config.Secrets.Sidecar?.Autocreate)
            is true
                ? Right(asked, config, now, name, creates: true)
                : Refused($"There is no account {name} here");
    }

    private static ProofAnswer Right(ProofQuestion asked, LoadedConfig config, long now, string name, bool creates) =>
        ProofDoor.Right(
            asked, config, "", new Ticket(Purpose.Outside, asked.Name, 0, now + ProofDoor.LoginHolds, default)
            {
                Account = name, Creates = creates,
            });

    private static ProofAnswer Refused(string why) => ProofDoor.Said(ProofKind.Refused, why);
}
