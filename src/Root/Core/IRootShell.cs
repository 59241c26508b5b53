using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Mail;
using IrcNats.Root.Core.Outside;
using IrcNats.Root.Core.Push;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// What <see cref="RootCore"/> has done by the process around it. Nothing here waits, and nothing calls the core at
/// once: what takes time is answered by the input that is named, from the mailbox like every other input.
/// </summary>
public interface IRootShell
{
    /// <summary>Reads the log behind these grounds, and tells of every entry. <see cref="RootCore.FollowingBegan"/>
    /// when all that the log had by now has been told.</summary>
    void Follow(Grounds from);

    /// <summary>Reads the log no more. <see cref="RootCore.FollowingStopped"/> behind the last entry told.</summary>
    void StopFollowing();

    /// <summary>What was told of the log is not what it has: the network is to be made anew as of this entry, or, if
    /// null, as of the newest one told. <see cref="RootCore.Reloaded"/></summary>
    void Rebuild(ulong? at);

    /// <summary>Looks whether the log still has what was told of it, and tells anew if not.</summary>
    void DoubtLog();

    /// <summary>Asks the bus whether anyone takes requests. <see cref="RootCore.Probed"/></summary>
    void Probe(int probe);

    /// <summary>Appends an election that may only be the entry behind this one, and keeps the requests that come from
    /// now on. <see cref="RootCore.ElectionEnded"/></summary>
    void Elect(ulong behind, Entry election);

    /// <summary>Gets ready to append behind this entry. <see cref="RootCore.AppendingBegan"/></summary>
    void BeginAppending(ulong behind);

    /// <summary>Hands on requests, as of this epoch, those first that were kept.</summary>
    void TakeRequests(ulong epoch);

    /// <summary>Takes no requests and appends no more. <see cref="RootCore.WritingStopped"/></summary>
    void StopWriting();

    /// <summary>Appends an entry that must become this sequence and no other.</summary>
    void Append(ulong seq, Entry entry);

    /// <summary>Tells of it at once when this entry is stored. <see cref="RootCore.Acknowledged"/></summary>
    void WhenStored(ulong seq);

    /// <summary>Asks the log whether it is still this root's. <see cref="RootCore.Confirmed"/></summary>
    void Confirm();

    /// <summary>The steady time of just now, later than that of the input. What is decided is not older.</summary>
    long Steady { get; }

    /// <summary>A number from 0 on below this one, by chance.</summary>
    int Dice(int sides);

    /// <summary>Answers a request on its reply subject.</summary>
    void Reply(string to, Reply reply);

    /// <summary>Says to all that the root lives.</summary>
    void Beat(Beat beat);

    /// <summary>Takes a share of the questions that are asked outside the order, or no more of them.</summary>
    void OpenDoor(bool isOpen);

    /// <summary>Answers a question that was asked outside the order.</summary>
    void Answer(string to, ProofAnswer answer);

    /// <summary>Reads an entry of the log for a citation. <see cref="RootCore.EntryRead"/></summary>
    void ReadEntry(int reading, ulong seq);

    /// <summary>Answers an operator.</summary>
    void AnswerOrder(int order, OrderReply reply);

    /// <summary>Asks all roots for the level of their build. <see cref="RootCore.LevelsHeard"/></summary>
    void AskLevels();

    /// <summary>Asks for the newest snapshot's manifest. <see cref="RootCore.NewestSnapshot"/>, or
    /// <see cref="RootCore.SnapshotEnded"/></summary>
    void AskNewestSnapshot();

    /// <summary>Asks whether the log has the entry that a snapshot is as of. <see cref="RootCore.SnapshotStands"/>, or
    /// <see cref="RootCore.SnapshotEnded"/></summary>
    void AskLogFor(Grounds snapshot);

    /// <summary>Stores a snapshot. <see cref="RootCore.SnapshotEnded"/></summary>
    /// <param name="asOf">The network's time then.</param>
    void SaveSnapshot(ulong seq, byte[] bytes, long asOf);

    /// <summary>Removes what is to go from the log's beginning. <see cref="RootCore.LogTrimmed"/></summary>
    void TrimLog(LogTrim trim);

    /// <summary>It is this root's turn to archive what is said, for the root of this epoch. Said again now and then.
    /// </summary>
    void Archive(ulong epoch);

    /// <summary>It is not this root's turn any more, or nothing is to be archived.</summary>
    void StopArchiving();

    /// <summary>Reads the configuration file again, because this operator asked for it. <see cref="RootCore.Reread"/>
    /// </summary>
    void Reread(UserId by) { }

    /// <summary>Has the root of that name carry something out; whether it does is not told.</summary>
    void Tell(string root, Order order) { }

    /// <summary>Gives a mail to the relay, in a bounded time. <see cref="RootCore.MailEnded"/></summary>
    void SendMail(int number, OutgoingMail mail, MailSettings how) { }

    /// <summary>Asks somebody outside whose a password, a certificate or a token is, in a bounded time.
    /// <see cref="RootCore.OutsideAnswered"/></summary>
    void AskOutside(int number, OutsideQuestion question) { }

    /// <summary>Gives a message to a push server, in a bounded time. <see cref="RootCore.PushEnded"/></summary>
    void SendPush(int number, OutgoingPush push) { }

    /// <summary>Passwords that may be hashed at a time, beside the loop.</summary>
    int HashesAtOnce => 1;

    /// <summary>Compares a password with a hash of another network. <see cref="RootCore.OldPasswordChecked"/></summary>
    void CheckOldPassword(int number, OldPasswordQuestion question) { }

    /// <summary>This root's role is another now: "active" or "standby".</summary>
    void Ready(string role, ulong epoch, ulong seq);

    /// <summary>A request was decided.</summary>
    void Took() { }

    /// <summary>This process must end at once, and why.</summary>
    void End(string why, int exitCode);

    /// <summary>This process was told to stop, and may.</summary>
    void Stopped();
}

/// <summary>What <see cref="RootCore"/> has to say to whoever reads this process's log.</summary>
public interface IRootAlarms
{
    /// <summary>A handler threw; the request was answered, nothing was changed.</summary>
    void Faulted(Request request, Exception fault);

    /// <summary>A request that ended two roots was refused.</summary>
    void GivenUp(Request request);

    /// <summary>A leaf's build does not know this level, which the network has: it is not answered.</summary>
    void Outdated(Request request, int level);

    /// <summary>The root is silent, and under this policy this standby does not take over by itself.</summary>
    void WaitsForOperator(string root, FailoverPolicy policy);

    /// <summary>This standby's digest of the network is not the root's.</summary>
    void Diverged(string own, string root);

    /// <summary>The root's build hashes other fields than this one: digests are not compared for now.</summary>
    void Incomparable();

    /// <summary>The network was made anew from the log, and this was wrong with it; empty: nothing was.</summary>
    void Mended(IReadOnlyList<string> differences);

    /// <summary>Levels were asked for, and not even this root's own answer came.</summary>
    void LevelsUnheard();

    /// <summary>The network has this level from now on.</summary>
    void Raised(int level);

    /// <summary>The log is longer than it may be, and nothing more can go.</summary>
    void LogIsLong(LogLength length, long mostBytes);

    /// <summary>For so many milliseconds nothing of what is said has been archived.</summary>
    void NotArchived(long still);

    /// <summary>So many mails were not sent since this was said last; why the newest was not.</summary>
    void MailFails(int count, string why) { }

    /// <summary>So many logins could not be checked since this was said last, because who was asked outside did not
    /// answer well; why not the newest.</summary>
    void OutsideFails(int count, string why) { }

    /// <summary>So many messages were not pushed since this was said last; why the newest was not.</summary>
    void PushFails(int count, string why) { }

    /// <summary>The machine's clock is so many milliseconds ahead of the network's time; negative: behind.</summary>
    void ClockIsOff(long ahead);
}
