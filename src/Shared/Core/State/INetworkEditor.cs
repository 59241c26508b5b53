namespace IrcNats.State;

/// <summary>The pen: what an event may do to the network. Handed out only by <see cref="Network.Apply"/>.</summary>
public interface INetworkEditor
{
    /// <summary>Position, epoch and time of the event being applied.</summary>
    Stamp Stamp { get; }

    /// <summary>The user as they are now; an event names only those who are there.</summary>
    User FindUser(UserId id);
    Channel FindChannel(string name);
    Member FindMember(string channel, UserId user);

    void AddUser(User user);
    /// <summary>Takes the user out of every channel, and remembers them for WHOWAS.</summary>
    void RemoveUser(UserId id);
    /// <summary>Puts a changed user in the place of the one with the same id; a new nick is indexed.</summary>
    void ReplaceUser(User user);
    /// <summary>One more connection was made from there: it counts for the limits of addresses.</summary>
    void MarkArrival(string address, Via via);
    /// <inheritdoc cref="Network.MayReturn"/>
    bool MayReturn(UserId user);
    /// <summary>The user did something that ends their idle time.</summary>
    void MarkActive(UserId user);

    void AddChannel(Channel channel);
    /// <summary>Puts a changed channel in the place of the one with the same name.</summary>
    void ReplaceChannel(Channel channel);
    /// <summary>Another name for a channel: everything about it goes with it.</summary>
    void RenameChannel(string channel, string name);
    /// <summary>Adds the member; an invitation to that channel is used up.</summary>
    void AddMember(string channel, UserId user, MemberModes modes, bool isHidden = false);
    /// <summary>Removes the member; the channel ends with its last member, if it does not stay.</summary>
    void RemoveMember(string channel, UserId user);
    /// <summary>Takes everybody out of the channel, which ends if it does not stay.</summary>
    void RemoveMembers(string channel);
    /// <summary>The channel ends if nobody is in it, and neither +P nor a registration keeps it (any more).</summary>
    void EndIfEmpty(string channel);
    /// <summary>Changes the status; a member with a status is not hidden.</summary>
    void SetMember(string channel, UserId user, MemberModes modes);
    /// <summary>The user is hidden no more, if they are a member at all.</summary>
    void Reveal(string channel, UserId user);
    /// <summary>The user said something in the channel, and so is hidden no more.</summary>
    void MarkSpoken(string channel, UserId user);
    /// <summary>
    /// Counts what the user said, if the channel has a flood profile (+F) and the user neither has a status nor is an
    /// IRC operator.
    /// </summary>
    void CountTalk(string channel, UserId user, params ReadOnlySpan<string> lines);
    /// <summary>The user has read what was said there up to a time (Unix milliseconds).</summary>
    void SetReadMarker(UserId user, string target, long time);
    void AddInvite(string channel, UserId user);
    void RemoveInvite(string channel, UserId user);
    /// <summary>The event being applied is the channel's newest message.</summary>
    void MarkMessage(string channel);
    /// <summary>The message at this position was redacted.</summary>
    void MarkRedacted(Position message);
    /// <summary>Nothing is shown any more that the account said so far.</summary>
    void MarkForgotten(string account);

    /// <summary>Sets a ban of the network or a reservation, in the place of an earlier one of its target.</summary>
    void SetBan(NetworkBan ban);
    /// <summary>Takes one off, if it is there.</summary>
    void LiftBan(BanKind kind, string target);

    /// <summary>Sets what is held up while the network is attacked: 5 (nothing is) to 1.</summary>
    void SetDefcon(int level);

    /// <summary>Sets a filter, in the place of an earlier one of its pattern.</summary>
    void SetFilter(Filter filter);
    /// <summary>Takes one off, if it is there.</summary>
    void RemoveFilter(string pattern);
    /// <summary>A text matched it.</summary>
    void CountHit(string pattern);

    /// <summary>An operator did something that is kept in the audit trail.</summary>
    void NoteAct(OperAct act);
    /// <summary>The account as it is now; null where no accounts are held.</summary>
    Account? FindAccount(string name);
    /// <summary>Adds an account, or puts it in the place of the one of that name. Leaves pass over it.</summary>
    void SetAccount(Account account);
    /// <summary>The account was never one: its name is free. Leaves pass over it.</summary>
    void RemoveAccount(string name);
    /// <summary>Sets whose a channel is, in the place of what was set before. Leaves pass over it.</summary>
    void SetRegistration(ChannelRegistration registration);
    /// <summary>The channel is nobody's any more.</summary>
    void RemoveRegistration(string channel);
    /// <summary>Takes an account off the access lists of all channels.</summary>
    void TakeOffAccess(string account);

    void SetConfig(NetworkConfig config);
    void SetRoot(ulong epoch, string node);
    /// <summary>Sets the network's level. It never goes back.</summary>
    void SetLevel(int level);
    /// <summary>Everything up to this event is in the archive. It never goes back.</summary>
    void SetArchived(Mark upTo);
    /// <summary>The active root resigned in favour of this node.</summary>
    void SetSuccessor(string node);
    /// <summary>A leaf's process began: what is known of its requests is forgotten.</summary>
    void SetLeaf(string leaf, ulong incarnation);
    /// <summary>Marks a leaf as lost, or as heard again; its users stay for now.</summary>
    void MarkLeaf(string leaf, bool isLost);
    /// <summary>A leaf that is taken out of service sends its users' clients away.</summary>
    void MarkSendingAway(string leaf);
    /// <summary>Forgets what a lost leaf's requests came to, or everything about the leaf.</summary>
    void ForgetLeaf(string leaf, ulong incarnation, bool entirely);
    /// <summary>
    /// Requests of a leaf's process are about to be decided. If the last is before the first, there are none.
    /// </summary>
    void Try(string leaf, ulong incarnation, ulong first, ulong last);
}
