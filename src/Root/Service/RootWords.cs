using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.Root.Metrics;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Service;

/// <summary>What a root's core has to say, as lines of this process's log.</summary>
sealed class RootWords(string name, RootCounts counts, ILogger log) : IRootAlarms
{
    public void Faulted(Request request, Exception fault)
    {
        counts.Faulted(fault.Message);
        RootLog.HandlerThrew(log, request.Ask.Verb, request.Leaf, request.Number, fault);
    }

    public void GivenUp(Request request)
    {
        string line = request.Ask is ClientLine ask ? PasswordLine.Masked(ask.Line) : request.Ask.Verb;
        counts.Faulted($"given up: {line}");
        RootLog.GivenUp(log, request.Leaf, request.Number, line);
    }

    public void Outdated(Request request, int level) =>
        RootLog.OutdatedLeaf(log, request.Leaf, request.Version, level);

    public void WaitsForOperator(string root, FailoverPolicy policy) =>
        RootLog.WaitsForOperator(log, root, policy, WhatHelps(policy));

    public void Diverged(string own, string root) => RootLog.Diverged(log, own, root);

    public void Incomparable() => RootLog.Incomparable(log);

    public void Mended(IReadOnlyList<string> differences)
    {
        if (differences.Count == 0) RootLog.AsTheLogSays(log);
        foreach (string difference in differences) RootLog.Differed(log, difference);
    }

    public void LevelsUnheard() => RootLog.LevelsUnheard(log, Subjects.AllRoots);

    public void Raised(int level) => RootLog.Raised(log, level);

    public void LogIsLong(LogLength length, long mostBytes) => RootLog.LogIsLong(
        log, length.Bytes >> 20, mostBytes >> 20, length.IsForArchive ? "the archive" : "a snapshot", length.Needed);

    public void NotArchived(long still) => RootLog.NotArchived(log, still / 1000.0);

    public void MailFails(int count, string why) => RootLog.MailFails(log, count, why);

    public void OutsideFails(int count, string why) => RootLog.OutsideFails(log, count, why);

    public void PushFails(int count, string why) => RootLog.PushFails(log, count, why);

    public void ClockIsOff(long ahead) =>
        RootLog.ClockIsOff(log, Math.Abs(ahead) / 1000.0, ahead > 0 ? "ahead of" : "behind");

    private string WhatHelps(FailoverPolicy policy) => policy == FailoverPolicy.Assisted
        ? $"waiting for an operator (ircnats-root takeover {name})"
        : "the old root's return ends the silence, or another policy in the file of this one and SIGHUP";
}
