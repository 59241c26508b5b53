using IrcNats.Root.Config;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// A password that has to be compared with a hash of another network, beside a root's loop. To open both boxes and to
/// hash takes long.
/// </summary>
/// <param name="Box">A leaf's, with the password and its new verifier.</param>
/// <param name="Name">As the client named the account.</param>
/// <param name="Account">As it is called; empty: there is none.</param>
/// <param name="Secret">The account's, sealed.</param>
public sealed record OldPasswordQuestion(
    ReadOnlyMemory<byte> Box, string Name, string Account, ReadOnlyMemory<byte> Secret, RootSecrets Secrets);

/// <summary>What came of it.</summary>
/// <param name="IsRight">Null: it could not be compared.</param>
/// <param name="Verifier">What replaces the hash, sealed for the log; empty: nothing.</param>
public sealed record OldPasswordAnswer(bool? IsRight, ReadOnlyMemory<byte> Verifier);

/// <summary>
/// Logins to accounts that came from another network. Only a hash is known of their passwords, so who logs in for the
/// first time says the password to a root, which hashes it; a few at a time. What comes of it is a ticket that logs in
/// and that carries the verifier by which the account is known from then on.
/// </summary>
/// <param name="door">Counts tries.</param>
/// <param name="atOnce">Passwords that are hashed at a time.</param>
/// <param name="check">Compares, and calls <see cref="Answered"/> later.</param>
/// <param name="answer">Answers a leaf.</param>
public sealed class OldPasswordDesk(
    ProofDoor door, int atOnce, Action<int, OldPasswordQuestion> check, Action<string, ProofAnswer> answer)
{
    private readonly Turns _turns = new(door, answer, "logins wait for an old password to be hashed");
    private readonly Dictionary<int, ReadOnlyMemory<byte>> _compared = [];

    /// <summary>A leaf asks; its question is well-formed.</summary>
    /// <param name="ticks">Milliseconds of a clock that is never set.</param>
    public void Asked(ProofQuestion asked, string replyTo, LoadedConfig config, Network net, long ticks)
    {
        if (asked.After > net.Seq) answer(replyTo, ProofDoor.Said(ProofKind.Behind, ""));
        else if (_turns.Takes(asked, replyTo, config, ticks)) Begin(config, net, ticks);
    }

    /// <summary>The password was compared.</summary>
    /// <param name="now">Unix milliseconds, by the active root's clock.</param>
    public void Answered(int number, OldPasswordAnswer said, LoadedConfig config, Network net, long now, long ticks)
    {
        _compared.Remove(number, out ReadOnlyMemory<byte> secret);
        if (_turns.Ended(number) is not var (asked, replyTo)) return;
        ProofAnswer told = Told(asked, said, secret, config, net, now);
        if (told.Kind != ProofKind.Wrong) door.Forgive(asked, config, ticks);
        answer(replyTo, told);
        Begin(config, net, ticks);
    }

    private void Begin(LoadedConfig config, Network net, long ticks) =>
        _turns.Begin(atOnce, config, ticks, (number, asked) =>
        {
            Account? account = net.FindAccount(asked.Name);
            ReadOnlyMemory<byte> secret = _compared[number] = account?.Secret ?? default;
            check(number, new OldPasswordQuestion(
                asked.Box, asked.Name, account?.Name ?? "", secret, config.Secrets));
        });

    private static ProofAnswer Told(
        ProofQuestion asked, OldPasswordAnswer said, ReadOnlyMemory<byte> secret, LoadedConfig config, Network net,
        long now)
    {
        if (said.IsRight is not { } isRight) return ProofDoor.Busy("an old password could not be compared");
        if (!isRight || net.FindAccount(asked.Name) is not { IsOwned: true } account)
            return ProofDoor.Said(ProofKind.Wrong, "");
        return account.Suspended is not null
            ? ProofDoor.Said(ProofKind.Refused, "The account is suspended")
            : ProofDoor.Right(
                asked, config, "", new Ticket(
                    Purpose.OldPassword, asked.Name, OldHash.GenerationOf(secret.Span), now + ProofDoor.LoginHolds,
                    default)
                {
                    Account = account.Name, Secret = said.Verifier,
                });
    }
}
