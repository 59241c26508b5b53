using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Root.Config;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Root.Core.Mail;

/// <summary>
/// Sends the mails that are due, as long as this root is the active one: a few at a time, each when the log has it, and
/// each a few times if the relay does not take it. Which mails are due is in the network's state, so the next root goes
/// on where this one ends; a mail may come twice then, with the same code.
/// </summary>
sealed class MailDuty(Replica replica, IRootShell shell, IRootAlarms alarms)
{
    /// <summary>Mails under way at a time, and how often one is tried.</summary>
    public const int AtOnce = 4, Tries = 3;

    /// <summary>Milliseconds until a mail is tried again; the second time twice as long.</summary>
    public const long RetryAfter = 20_000;

    private const long LookEvery = 100, AlarmEvery = 60_000;

    private const string Refused = "The mail server does not take your address: no code was sent",
        Failed = "No mail can be sent now, and no code was sent: try again later";

    private readonly Dictionary<(string Account, MailKind Kind, long AskedAt), Due> _due = [];
    private readonly Dictionary<int, Due> _underWay = [];
    private int _newest, _failed;
    private long _lookAt, _alarmAt;

    /// <summary>Looks what is to be sent; call it as often as you like.</summary>
    public void Look(Writing? writing, LoadedConfig config, Moment now)
    {
        if (now.Steady < _lookAt) return;
        _lookAt = now.Steady + LookEvery;
        if (writing is not { HasResigned: false } || replica.Network.MailsDue.Count == 0) _due.Clear();
        else Send(writing, config, now);
    }

    /// <summary>This became of a mail.</summary>
    public void Ended(int number, MailResult result, Writing? writing, LoadedConfig config, Moment now)
    {
        if (!_underWay.Remove(number, out Due? due)) return;
        due.IsUnderWay = false;
        if (result.Outcome == MailOutcome.Sent) due.IsSent = true;
        else
        {
            Alarm(result.Text, now);
            due.Tried(now.Steady);
            if (result.Outcome == MailOutcome.Refused) due.Fault = Refused;
            else if (due.Times >= Tries) due.Fault = Failed;
        }

        _lookAt = now.Steady;
        Look(writing, config, now);
    }

    private void Send(Writing writing, LoadedConfig config, Moment now)
    {
        HashSet<Due> still = [];
        foreach (Account account in replica.Network.MailsDue.ToArray())
            foreach (MailedCode code in new[] { account.Unproved, account.Reset }.OfType<MailedCode>())
                if (!code.IsSent) still.Add(Send(account, code, writing, config, now));
        foreach (var (key, due) in _due.ToArray())
            if (!still.Contains(due)) _due.Remove(key);
    }

    private Due Send(Account account, MailedCode code, Writing writing, LoadedConfig config, Moment now)
    {
        var key = (account.Name, code.Kind, code.AskedAt);
        if (!_due.TryGetValue(key, out Due? due)) _due[key] = due = new Due(writing.Writer.Decided);
        if (due.IsUnderWay || writing.Stored < due.Behind) return due;
        if (!due.IsSent && due.Fault is null && now.Steady >= due.NotBefore && _underWay.Count < AtOnce)
            due.Fault = Begin(account, code, config, due);
        if (due.IsSent || due.Fault is not null) writing.Log(EndOf(account, code, due.Fault), now);
        return due;
    }

    // Why it cannot be sent; null: it is under way.
    private string? Begin(Account account, MailedCode code, LoadedConfig config, Due due)
    {
        Network net = replica.Network;
        if (config.Secrets.Mail is not { } settings || !EmailRules.Holds(net.Config, code, net.Time)
            || MailText.Of(net.Config, config.Secrets, account, code) is not { } mail)
            return Failed;
        due.IsUnderWay = true;
        _underWay[++_newest] = due;
        shell.SendMail(_newest, mail, settings);
        return null;
    }

    private CodeMailed EndOf(Account account, MailedCode code, string? fault)
    {
        Network net = replica.Network;
        UserId? told = code.Kind == MailKind.NewPassword ? null
            : code.AskedBy is { } by && net.FindUser(by) is not null ? by
            : net.FindUser(account.Name)?.Id;
        return new CodeMailed(
            account.Name, code.Kind, code.AskedAt, fault, Services.HostmaskOf(net.Config, AccountRules.NickServ),
            fault is null ? null : told);
    }

    private void Alarm(string why, Moment now)
    {
        _failed++;
        if (now.Steady < _alarmAt) return;
        alarms.MailFails(_failed, why);
        (_failed, _alarmAt) = (0, now.Steady + AlarmEvery);
    }

    /// <param name="behind">The entry that the log must have first.</param>
    private sealed class Due(ulong behind)
    {
        public ulong Behind => behind;
        public bool IsUnderWay { get; set; }
        public bool IsSent { get; set; }
        public string? Fault { get; set; }
        public int Times { get; private set; }
        public long NotBefore { get; private set; }

        public void Tried(long now) => NotBefore = now + RetryAfter * ++Times;
    }
}
