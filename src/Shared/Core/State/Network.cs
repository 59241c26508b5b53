using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// The whole state of the network as of <see cref="At"/>. Everyone may read it; only <see cref="Apply"/> changes it.
/// Root, standby and every leaf hold one and feed it the same events. Not thread-safe: one loop owns it.
/// </summary>
public sealed partial class Network
{
    private readonly Dictionary<UserId, User> _users = [];
    private readonly Dictionary<Folded, UserId> _nicks = [];
    private readonly Dictionary<SessionId, UserId> _sessions = [];
    private readonly Dictionary<string, UserId> _resumable = [];
    private readonly Dictionary<UserId, long> _active = [];
    private readonly Dictionary<UserId, HashSet<Folded>> _channelsOf = [];
    private readonly Dictionary<UserId, Dictionary<Folded, long>> _invites = [];
    private readonly Dictionary<Folded, Channel> _channels = [];
    private readonly Dictionary<Folded, Dictionary<UserId, Member>> _members = [];
    private readonly Dictionary<Folded, Position> _lastMessage = [];
    private readonly Deadlines _timed = new();
    private readonly FloodCounts _floods = new();
    private readonly Dictionary<string, LeafRecord> _leaves = [];
    private readonly Queue<Whowas> _whowas = [];
    private readonly ReadMarkers _readMarkers = new();
    private readonly Erasures _erasures = new();
    private readonly TableDigest _ofRoots = new();
    private readonly AccountTable _accounts;
    private readonly RegistrationTable _registrations;
    private readonly Census _census;
    private readonly IMembershipWatch? _watch;
    private readonly Editor _editor;

    /// <param name="watch">Told of memberships as they begin and end; for a leaf's index of its own sessions.</param>
    /// <param name="holdsAccounts">Only roots hold the accounts; leaves pass over them.</param>
    public Network(IMembershipWatch? watch = null, bool holdsAccounts = true)
    {
        (_watch, HoldsAccounts) = (watch, holdsAccounts);
        (_accounts, _registrations) = (new AccountTable(_ofRoots), new RegistrationTable(_ofRoots));
        _editor = new Editor(this);
        _census = new Census(Config);
    }

    /// <summary>Position of the newest event applied; (0, 0) before the first.</summary>
    public Position At { get; private set; }

    /// <summary>Sequence of the entry the newest event is in.</summary>
    public ulong Seq => At.Seq;

    /// <summary>Epoch of the root that wrote the newest <see cref="RootElected"/>.</summary>
    public ulong Epoch { get; private set; }

    /// <summary>
    /// The first entry since the last election that was passed over. The elected root did not write it, so nothing that
    /// this root decided behind it counts.
    /// </summary>
    public ulong? InterruptedAt { get; private set; }

    /// <summary>Name of the active root's process; empty before the first.</summary>
    public string RootNode { get; private set; } = "";

    /// <summary>The level that every process knows: see <see cref="Levels"/>.</summary>
    public int Level { get; private set; } = BuildLevel.First;

    /// <summary>
    /// Every message up to this event is in the archive, and nothing that was redacted up to it; null: nothing was
    /// ever archived.
    /// </summary>
    public Mark? ArchivedUpTo { get; private set; }

    /// <summary>The node that the active root named when it resigned; null while a root is active.</summary>
    public string? Successor { get; private set; }

    /// <summary>Time of the newest event, Unix milliseconds; never goes back.</summary>
    public long Time { get; private set; }

    public NetworkConfig Config { get; private set; } = new();

    /// <summary>Groups the users that are counted together, by address.</summary>
    public AddressLimits AddressLimits => _census.AddressLimits;

    /// <summary>Counts the users of all leaves by address. The recent connections are not in snapshots.</summary>
    public AddressCounts AddressCounts => _census.AddressCounts;

    /// <summary>The connection classes, and how many connections each has.</summary>
    public ConnectionClasses Classes => _census.Classes;

    /// <summary>Bans of the whole network, and reservations of names.</summary>
    public BanTable Bans { get; } = new();

    /// <summary>Filters of what users say.</summary>
    public FilterTable Filters { get; } = new();

    /// <summary>What is held up while the network is attacked: 5 (nothing is) to 1; see Rules/DefconRules.cs.</summary>
    public int Defcon { get; private set; } = CalmDefcon;

    private const int CalmDefcon = 5;

    /// <summary>Who has asked for notices of the server (+s), by a few of whom each is read.</summary>
    public IReadOnlyCollection<UserId> NoticeReaders => _census.NoticeReaders;

    /// <summary>What operators did lately.</summary>
    public AuditTrail Audit { get; } = new();

    /// <summary>The most users that were ever on at a time (265, 266).</summary>
    public int MostUsers { get; private set; }

    /// <summary>Users with +i.</summary>
    public int InvisibleUsers => _census.Invisible;

    /// <summary>Users who are IRC operators, and not hidden ones.</summary>
    public int Operators => _census.Operators;

    /// <summary>Whether the accounts and the registrations of channels are here, as on roots.</summary>
    public bool HoldsAccounts { get; }

    /// <summary>The digest of the accounts and of the registrations of channels; null: there are none here.</summary>
    public string? AccountsDigest => _accounts.All.Count + _registrations.All.Count > 0 ? $"{_ofRoots}" : null;

    /// <summary>The id that the next user gets.</summary>
    public UserId NextUser { get; private set; } = new(1);

    public Folded Fold(string name) => Folded.Of(name, Config.Casemapping);

    public User? FindUser(UserId id) => _users.GetValueOrDefault(id);
    public User? FindUser(string nick) => _nicks.TryGetValue(Fold(nick), out UserId id) ? _users[id] : null;
    /// <summary>The user who has this digest of a token.</summary>
    public User? FindResumable(string digest) => _resumable.TryGetValue(digest, out UserId id) ? _users[id] : null;
    public User? FindUser(SessionId session) => _sessions.TryGetValue(session, out UserId id) ? _users[id] : null;
    public Channel? FindChannel(string name) => _channels.GetValueOrDefault(Fold(name));
    /// <summary>The account that was ever registered by this name; null on a leaf, too.</summary>
    public Account? FindAccount(string name) => _accounts.Find(Fold(name));
    /// <summary>The account that has this nick besides its name; null on a leaf, too.</summary>
    public Account? FindAccountOfNick(string nick) => _accounts.FindByNick(Fold(nick));
    /// <summary>The account that this certificate logs in to; null on a leaf, too.</summary>
    public Account? FindAccountOf(string certfp) => _accounts.FindByCertfp(certfp);
    /// <summary>The registration of a channel; null on a leaf, too.</summary>
    public ChannelRegistration? FindRegistration(string channel) => _registrations.Find(Fold(channel));

    public Member? FindMember(string channel, UserId user) =>
        _members.TryGetValue(Fold(channel), out var members) && members.TryGetValue(user, out Member member)
            ? member : null;

    public IReadOnlyDictionary<UserId, Member> MembersOf(string channel) =>
        _members.GetValueOrDefault(Fold(channel)) ?? NoMembers;

    /// <summary>The channels a user is in, sorted by name.</summary>
    public IEnumerable<Channel> ChannelsOf(UserId user) =>
        _channelsOf.TryGetValue(user, out var names)
            ? names.Select(n => _channels[n]).OrderBy(c => c.Name, StringComparer.Ordinal)
            : [];

    public int CountChannelsOf(UserId user) => _channelsOf.TryGetValue(user, out var names) ? names.Count : 0;

    public IReadOnlyCollection<User> Users => _users.Values;
    /// <summary>Who is logged in to an account, by its name as it was registered; nobody on a leaf.</summary>
    public IReadOnlyList<UserId> UsersOf(string account) => _accounts.UsersOf(account);
    /// <summary>The accounts that are suspended; none on a leaf.</summary>
    public IReadOnlyCollection<Account> SuspendedAccounts => _accounts.Suspended;
    /// <summary>The accounts that ask for a vhost; none on a leaf.</summary>
    public IReadOnlyCollection<Account> VhostRequests => _accounts.Asking;
    /// <summary>The accounts for which a mail is to be sent; none on a leaf.</summary>
    public IReadOnlyCollection<Account> MailsDue => _accounts.Mailing;

    /// <summary>Whether clients of any account are told of messages by push servers; roots alone know.</summary>
    public bool HasPushes => _accounts.HasPushes;
    /// <summary>The names of accounts that are not verified yet, the oldest first; none on a leaf.</summary>
    public IEnumerable<string> UnverifiedAccounts => _accounts.Unverified;
    /// <summary>How many those are.</summary>
    public int UnverifiedCount => _accounts.UnverifiedCount;
    /// <summary>Every account that there ever was, in no order; none on a leaf.</summary>
    public IReadOnlyCollection<Account> Accounts => _accounts.Rows;
    /// <summary>The registrations of channels, in no order; none on a leaf.</summary>
    public IReadOnlyCollection<ChannelRegistration> Registrations => _registrations.Rows;
    /// <summary>The channels of an account, sorted by name; none on a leaf.</summary>
    /// <param name="account">As it was registered.</param>
    public IReadOnlyList<ChannelRegistration> ChannelsFoundedBy(string account) => _registrations.FoundedBy(account);
    /// <summary>The channels whose registration names the account, sorted by name; none on a leaf.</summary>
    /// <inheritdoc cref="ChannelsFoundedBy"/>
    public IReadOnlyList<ChannelRegistration> ChannelsNaming(string account) => _registrations.Naming(account);
    public IReadOnlyCollection<Channel> Channels => _channels.Values;
    public IReadOnlyCollection<Folded> ChannelNames => _channels.Keys;

    /// <summary>Channels with a timed entry on a list; the earliest first.</summary>
    public IEnumerable<Channel> TimedChannels => _timed.Names.Select(name => FindChannel(name)!);

    /// <summary>Whether two users share a channel (a user shares with themselves).</summary>
    public bool ShareChannel(UserId one, UserId other) =>
        one == other || (_channelsOf.TryGetValue(one, out var mine) && _channelsOf.TryGetValue(other, out var theirs)
            && mine.Overlaps(theirs));

    /// <summary>When the user last said something or signed on; Unix milliseconds.</summary>
    public long LastActive(UserId user) => _active.GetValueOrDefault(user);

    /// <summary>When the user was invited to the channel (Unix milliseconds); null when not.</summary>
    public long? InvitedAt(string channel, UserId user) =>
        _invites.TryGetValue(user, out var invites) && invites.TryGetValue(Fold(channel), out long at) ? at : null;

    /// <summary>The existing channels that the user has an invitation to, however old, sorted by name.</summary>
    public IEnumerable<Channel> InvitationsOf(UserId user) =>
        _invites.TryGetValue(user, out var invites)
            ? invites.Keys.Select(_channels.GetValueOrDefault).OfType<Channel>()
                .OrderBy(c => c.Name, StringComparer.Ordinal)
            : [];

    /// <summary>Position of the channel's newest message; null when it has none.</summary>
    public Position? LastMessage(string channel) =>
        _lastMessage.TryGetValue(Fold(channel), out Position at) ? at : null;

    /// <summary>What the user said lately in a channel that has a flood profile (+F).</summary>
    public Talker TalkerOf(string channel, UserId user) => _floods.Of(Fold(channel), user);

    /// <summary>
    /// Up to when the user has read the messages of a channel or of somebody (Unix milliseconds); null: nobody said so.
    /// </summary>
    public long? ReadMarkerOf(UserId user, string target) => _readMarkers.Of(user, Fold(target));

    /// <summary>The users who had this nick and left or changed it, newest first.</summary>
    public IEnumerable<Whowas> WhowasOf(string nick)
    {
        Folded folded = Fold(nick);
        return _whowas.Reverse().Where(w => Fold(w.Nick) == folded);
    }

    /// <summary>
    /// Whether the message at this position was redacted, or its account was forgotten since. It is remembered until
    /// the archive has it no more.
    /// </summary>
    /// <param name="account">Of who said it; null: none.</param>
    public bool IsErased(Position message, string? account) =>
        _erasures.IsRedacted(message) || _erasures.IsForgotten(message, account);

    /// <summary>
    /// Whether nobody knows any more if the message was redacted, because the archive is far behind: neither the log's
    /// nor the archive's copy may be shown.
    /// </summary>
    public bool IsInDoubt(Position message) => _erasures.IsInDoubt(message);

    /// <summary>
    /// Whether the message at this position is not to be shown, as of now: <see cref="IsErased"/> or
    /// <see cref="IsInDoubt"/>. For any thread.
    /// </summary>
    public Func<Position, string?, bool> ErasedAsOfNow() => _erasures.AsOfNow();

    /// <summary>So many accounts were forgotten that the archive has to come to them before another one is.</summary>
    public bool MayForgetNoMore => _erasures.IsFull;

    /// <summary>What is known of a leaf's requests; null when it never made one that changed something.</summary>
    public LeafRecord? FindLeaf(string leaf) => _leaves.GetValueOrDefault(leaf);

    /// <summary>Every leaf that ever asked for something, by name.</summary>
    public IReadOnlyDictionary<string, LeafRecord> Leaves => _leaves;

    /// <summary>
    /// Whether a connection is gone for sure: its leaf ended it, or the leaf's process was followed by another.
    /// </summary>
    public bool IsStale(in SessionId session, long? sentAwayAt) => sentAwayAt is not null
        || (FindLeaf(session.Leaf) is { } leaf && leaf.Incarnation != session.Incarnation);

    /// <inheritdoc cref="IsStale(in SessionId, long?)"/>
    public bool IsStale(UserSession session) => IsStale(session.Id, session.SentAwayAt);

    /// <summary>Whether a connection may be there: it is not gone for sure, and its leaf is heard.</summary>
    public bool IsHeard(UserSession session) => !IsStale(session) && FindLeaf(session.Id.Leaf)?.LostAt is null;

    /// <summary>
    /// Whether the user's nick is free although the user stays: their connections are gone or their leaves are not
    /// heard, and they have no token to come back with.
    /// </summary>
    public bool IsGone(User user) =>
        user.Resume is null && user.DetachedAt is null && !user.Sessions.Any(IsHeard);

    /// <summary>
    /// Whether the user may be one of those who come back from a leaf that was lost or drained shortly before they
    /// came. That is so while the users of such a leaf stay (leaves.grace), from the moment when the leaf spoke last
    /// (leaves.timeout before it counted as lost).
    /// </summary>
    public bool MayReturn(User user, long now)
    {
        const int knownSince = 2; // older builds count everybody, and all replicas have to count alike
        return Level >= knownSince && _leaves.Values.Any(l => IsSince(l.LostAt) || IsSince(l.EndedAt));

        bool IsSince(long? lost) =>
            now - lost <= Config.LeafLoss.Grace && user.SignedOn >= lost - Config.LeafLoss.Timeout;
    }

    /// <summary>
    /// Applies one event at the next position: the following index in the current entry, or index 0 of the next.
    /// </summary>
    /// <exception cref="InvalidOperationException">The position does not follow: repair or reload.</exception>
    /// <exception cref="UnfitEventException">The network is half changed: it must be made anew.</exception>
    public void Apply(in Stamp stamp, IChange happened)
    {
        if (!Follows(stamp.At)) throw new InvalidOperationException($"Event at {stamp.At} after {At}.");
        _editor.Stamp = stamp;
        try
        {
            happened.ApplyTo(_editor);
        }
        catch (Exception why)
        {
            throw new UnfitEventException(stamp.At, happened.GetType().Name, why);
        }

        At = stamp.At;
        Time = Math.Max(Time, stamp.Time);
    }

    /// <summary>Passes over an event that fits nowhere; every replica does the same.</summary>
    public void PassOver(in Stamp stamp)
    {
        if (!Follows(stamp.At)) throw new InvalidOperationException($"Event at {stamp.At} after {At}.");
        At = stamp.At;
    }

    /// <summary>Passes over an entry that does not count; every replica does the same.</summary>
    public void Skip(ulong seq)
    {
        if (seq != At.Seq + 1) throw new InvalidOperationException($"Entry {seq} after {At}.");
        At = new Position(seq, 0);
        InterruptedAt ??= seq;
    }

    /// <summary>
    /// Remembers the effects of a leaf's request, which were just applied, and the lines that answered it.
    /// </summary>
    public void Answered(Origin origin, IReadOnlyList<string> replies) =>
        RecordOf(origin.Leaf, origin.Incarnation).Add(new Effect(origin.Request, At, replies));

    // Channels from before the level of Channel.Founded were made by events that nobody remembers. The event that
    // raises the level stands for these, with indexes that no event has: the same ones on every replica.
    private void FoundChannels(in Stamp stamp)
    {
        const int first = 1 << 16;
        if (!NewerFields.KeepFounded(Level)) return;
        Folded[] names = [.. from c in _channels where c.Value.Founded is null select c.Key];
        Array.Sort(names, (one, other) => string.CompareOrdinal(one.ToString(), other.ToString()));
        foreach (var (index, name) in names.Index().TakeWhile(n => n.Index + first <= Msgid.LastIndex))
            _channels[name] = _channels[name] with
            {
                Founded = new Mark(stamp.Epoch, new Position(stamp.At.Seq, first + index)),
            };
    }

    private LeafRecord RecordOf(string name, ulong incarnation)
    {
        if (!_leaves.TryGetValue(name, out LeafRecord? leaf) || leaf.Incarnation != incarnation)
            _leaves[name] = leaf = new LeafRecord(incarnation);
        return leaf;
    }

    private void IndexSession(User user)
    {
        if (HoldsAccounts) _accounts.Add(user);
        if (user.DetachedAt is null) _sessions.Add(user.Session, user.Id);
        foreach (UserSession session in user.Further) _sessions.Add(session.Id, user.Id);
        if (user.Resume is { } digest) _resumable[digest] = user.Id;
    }

    private void UnindexSession(User user)
    {
        if (HoldsAccounts) _accounts.Remove(user);
        _sessions.Remove(user.Session);
        foreach (UserSession session in user.Further) _sessions.Remove(session.Id);
        if (user.Resume is { } digest) _resumable.Remove(digest);
    }

    private bool Follows(Position next) =>
        next.Seq == At.Seq ? next.Index == At.Index + 1 : next.Seq == At.Seq + 1 && next.Index == 0;

    private static readonly Dictionary<UserId, Member> NoMembers = [];
}
