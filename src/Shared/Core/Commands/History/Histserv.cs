using IrcNats.Events;
using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// HISTSERV FORGET account, and DELETE target msgid: takes messages out of the histories. What is done here is only
/// that nobody is shown them any more; the archiver erases them when it comes to the event.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
static class Histserv
{
    private const string Verb = "HISTSERV";
    private const int AccountLen = 64;
    private const string Later =
        "the archive erases it when it comes to this, and you are told; the log has it until it is trimmed";

    [IrcCommand(Verb, At.Root, MinParams = 2, OperOnly = true,
        Takes = "FORGET account|DELETE target msgid|EXPORT account|PLAY target [messages|time]",
        Says = "For operators: takes messages out of histories, and shows them.")]
    static Decision Handle(Network net, Caller by, Line line) => line.Params[0].ToUpperInvariant() switch
    {
        "FORGET" => Forget(net, by, line.Params[1]),
        "DELETE" when line.Params.Count > 2 => Delete(net, by, line.Params[1], line.Params[2]),
        var sub => Fail("INVALID_PARAMS", "FORGET account, DELETE target msgid, EXPORT account, PLAY target", sub),
    };

    private static Decision Forget(Network net, Caller by, string account)
    {
        if (!Names.IsNick(account, AccountLen))
            return Fail("INVALID_PARAMS", "That is no account name", "FORGET", account);
        if (net.MayForgetNoMore)
            return Fail(
                "TEMPORARILY_UNAVAILABLE", "The archive has to come to the accounts before first", "FORGET", account);
        return new Decision(
            [new AccountForgotten(by.Id, account)],
            [Notice(by, $"Nobody is shown any more what {account} said; {Later}")]);
    }

    private static Decision Delete(Network net, Caller by, string name, string msgid)
    {
        if (HistoryTarget.Named(net, name) is not { } target)
            return Fail("INVALID_TARGET", "There is no such channel, nor two accounts", "DELETE", name);
        if (!Mark.TryParse(msgid, out Mark message))
            return Fail("UNKNOWN_MSGID", "No message has such a msgid", "DELETE", name, msgid);
        return new Decision(
            [new MessageErased(by.Id, target.Key, message)],
            [Notice(by, $"Nobody is shown {msgid} any more; {Later}")]);
    }

    private static Line Notice(Caller by, string text) => new(null, "NOTICE", by.Nick, text) { Trailing = true };

    private static Line Fail(string code, string why, params string[] context) =>
        StandardReply.Fail(Verb, code, why, context);
}

/// <summary>HISTSERV PLAY and EXPORT, and the look for what DELETE names: the leaf reads histories -
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
[IrcCommand("HISTSERV", At.Session, Reads = true)]
static class HistservReads;
