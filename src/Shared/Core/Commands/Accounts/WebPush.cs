using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// WEBPUSH REGISTER endpoint keys, and WEBPUSH UNREGISTER endpoint: where a client wants to be told of messages that
/// are for it, also while it is not connected. The root gets no endpoint: a leaf seals it.
/// https://github.com/ircv3/ircv3-specifications/pull/471
/// </summary>
static class WebPush
{
    private const string Verb = "WEBPUSH", Register = "REGISTER", Unregister = "UNREGISTER";

    [IrcCommand("WEBPUSH", At.Root, MinParams = 2, Cost = 2, Secret = nameof(SecretOf),
        Takes = "REGISTER endpoint keys | UNREGISTER endpoint",
        Says = "Has you told of messages by a push server, also while you are not connected.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string sub = line.Params[0].ToUpperInvariant();
        if (WhyNot(net.Config, by.User) is { } why) return Fail("FORBIDDEN", sub, why);
        if (!IsAsked(line)) return Fail("INVALID_PARAMS", sub, "REGISTER endpoint keys, or UNREGISTER endpoint");
        Account account = net.FindAccount(by.User.Account!)!;
        ReadOnlyMemory<byte> id = by.Secret[..PushSubscription.IdBytes];
        PushConfig config = net.Config.Accounts.Push;
        PushSubscription[] others =
        [
            .. account.Pushes.Where(p => by.Now - p.At < config.Expiration && !p.Id.Span.SequenceEqual(id.Span)),
        ];
        if (sub == Unregister)
            return new Decision(
                others.Length == account.Pushes.Count ? [] : [new AccountPushesSet(account.Name, others)],
                [new Line(null, Verb, Unregister, LineSecret.Hidden)]);
        if (others.Length >= config.Most)
            return Fail("MAX_REGISTRATIONS", sub, $"An account has at most {config.Most} of them");
        PushSubscription wanted = new(id, by.Secret[PushSubscription.IdBytes..], by.Now);
        return new Decision(
            [new AccountPushesSet(account.Name, [.. others, wanted])],
            [new Line(null, Verb, Register, LineSecret.Hidden)]);
    }

    // Nobody but the user's leaf and roots reads where it is, whatever is wrong with the line.
    static LineSecret? SecretOf(NetworkConfig config, User by, Line line)
    {
        if (line.Params.Count < 2) return null;
        bool isFine = WhyNot(config, by) is null && IsAsked(line);
        string[] shown = [line.Params[0], .. line.Params.Skip(1).Take(2).Select(_ => LineSecret.Hidden)];
        return new LineSecret(
            isFine ? Purpose.NewPush : Purpose.None, by.Account ?? "", string.Join('\n', line.Params.Skip(1).Take(2)),
            line with { Params = shown, Trailing = false });
    }

    private static string? WhyNot(NetworkConfig config, User by) =>
        !config.Accounts.Exist || !config.Accounts.Push.Exists ? "There are no push messages here"
        : by.Account is null ? "You must be logged in to an account"
        : by.Via.HasFlag(Via.Tor) ? "A push server would know where you are, who came by Tor"
        : null;

    private static bool IsAsked(Line line) => line.Params[0].ToUpperInvariant() switch
    {
        Register => line.Params.Count > 2,
        Unregister => true,
        _ => false,
    };

    /// <summary>Why the root does not take what the client asks for.</summary>
    public static Line Fail(string code, string sub, string why) =>
        StandardReply.Fail(Verb, code, why, sub, LineSecret.Hidden);
}
