using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>The mail with a code was taken by the relay, or cannot be sent.</summary>
/// <param name="AskedAt">Which code it is; Unix milliseconds.</param>
/// <param name="Fault">Why it cannot be sent, as the user is told; null: it was taken.</param>
/// <param name="By">The service that tells them: its hostmask.</param>
/// <param name="User">Who is told; null: nobody.</param>
[MessagePackObject]
public sealed record CodeMailed(
    [property: Key(0)] string Account, [property: Key(1)] MailKind Kind, [property: Key(2)] long AskedAt,
    [property: Key(3)] string? Fault, [property: Key(4)] string By, [property: Key(5)] UserId? User) : Event
{
    /// <summary>A code that did not reach anybody is none. An account whose owner cannot be asked is none, too.
    /// </summary>
    public override void ApplyTo(INetworkEditor edit)
    {
        if (edit.FindAccount(Account) is not { } account) return;
        MailedCode? code = Kind == MailKind.NewPassword ? account.Reset : account.Unproved;
        if (code is null || code.Kind != Kind || code.AskedAt != AskedAt) return;
        MailedCode? sent = Fault is null ? code.AsSent : null;
        if (Kind == MailKind.NewPassword) edit.SetAccount(account with { Reset = sent });
        else if (sent is null && Kind == MailKind.NewAccount) edit.RemoveAccount(Account);
        else edit.SetAccount(account with { Unproved = sent });
    }

    public override void Announce(Network before, Audience to)
    {
        if (Fault is not null && User is { } id && before.FindUser(id) is { } user)
            to.User(id, new Line(By, "NOTICE", user.Nick, Fault) { Trailing = true });
    }
}
