using IrcNats.Protocol;

namespace IrcNats.State;

public sealed partial class Network
{
    // Private, so that only an event being applied ever holds one.
    private sealed class Editor(Network net) : INetworkEditor
    {
        public Stamp Stamp { get; set; }

        public User FindUser(UserId id) => net._users[id];
        public Channel FindChannel(string name) => net._channels[net.Fold(name)];
        public Member FindMember(string channel, UserId user) => net._members[net.Fold(channel)][user];

        public void AddUser(User user)
        {
            user = NewerFields.Kept(user, net.Level);
            net._users.Add(user.Id, user);
            net._nicks.Add(net.Fold(user.Nick), user.Id);
            net.IndexSession(user);
            net._active[user.Id] = Stamp.Time;
            net.NextUser = new UserId(Math.Max(net.NextUser.Value, user.Id.Value + 1));
            net.MostUsers = Math.Max(net.MostUsers, net._users.Count);
            net._census.Add(user);
            MarkArrival(user.Address, user.Via);
        }

        public void MarkArrival(string address, Via via) => net._census.MarkArrival(address, via, Stamp.Time);

        public void RemoveUser(UserId id)
        {
            User user = net._users[id];
            if (net._channelsOf.TryGetValue(id, out var channels))
                foreach (Folded channel in channels.ToArray()) RemoveMember(channel, id);
            Remember(user);
            net._census.Remove(user);
            net._users.Remove(id);
            net._nicks.Remove(net.Fold(user.Nick));
            net.UnindexSession(user);
            net._active.Remove(id);
            net._channelsOf.Remove(id);
            net._invites.Remove(id);
            net._readMarkers.Remove(id);
        }

        public void ReplaceUser(User user)
        {
            User old = net._users[user.Id];
            net._users[user.Id] = user = NewerFields.Kept(user, net.Level);
            net._census.Replace(old, user);
            if (old.Session != user.Session || old.SentAwayAt != user.SentAwayAt || old.Account != user.Account
                || !ReferenceEquals(old.Further, user.Further))
            {
                net.UnindexSession(old);
                net.IndexSession(user);
            }

            if (old.Nick == user.Nick) return;
            Remember(old);
            net._nicks.Remove(net.Fold(old.Nick));
            net._nicks.Add(net.Fold(user.Nick), user.Id);
        }

        public void MarkActive(UserId user) => net._active[user] = Stamp.Time;

        public void AddChannel(Channel channel)
        {
            Folded name = net.Fold(channel.Name);
            net._channels.Add(name, NewerFields.Kept(channel, net.Level));
            net._members.Add(name, []);
        }

        public void ReplaceChannel(Channel channel)
        {
            Folded name = net.Fold(channel.Name);
            net._channels[name] = NewerFields.Kept(channel, net.Level);
            net._timed.Set(name, channel.NextExpiry);
            if (channel.Flood is null) net._floods.Forget(name);
        }

        public void RenameChannel(string channel, string name)
        {
            (Folded before, Folded after) = (net.Fold(channel), net.Fold(name));
            net._channels.Remove(before, out Channel? renamed);
            net._channels.Add(after, NewerFields.Kept(renamed!.Renamed(name, Stamp.At), net.Level));
            if (net._registrations.Find(before) is { } registration)
            {
                net._registrations.Remove(before);
                net._registrations.Set(after, registration with { Channel = name });
            }

            if (before == after) return;
            net._members.Remove(before, out var members);
            net._members.Add(after, members!);
            if (net._lastMessage.Remove(before, out Position last)) net._lastMessage[after] = last;
            net._timed.Rename(before, after);
            net._floods.Rename(before, after);
            foreach (var (user, member) in members!)
            {
                net._channelsOf[user].Remove(before);
                net._channelsOf[user].Add(after);
                net._watch?.Left(before, user);
                net._watch?.Joined(after, user);
                if (member.Modes != MemberModes.None) net._watch?.Ranked(after, user, hasStatus: true);
            }

            // An invitation to an earlier channel of the new name does not let anybody into this one.
            foreach (var invites in net._invites.Values)
            {
                invites.Remove(after);
                if (invites.Remove(before, out long at)) invites[after] = at;
            }
        }

        public void AddMember(string channel, UserId user, MemberModes modes, bool isHidden = false)
        {
            Folded name = net.Fold(channel);
            net._members[name].Add(user, new Member(modes, Stamp.Time) { IsHidden = isHidden });
            if (!net._channelsOf.TryGetValue(user, out var channels)) net._channelsOf[user] = channels = [];
            channels.Add(name);
            if (net._invites.TryGetValue(user, out var invites)) invites.Remove(name);
            net._watch?.Joined(name, user);
            if (modes != MemberModes.None) net._watch?.Ranked(name, user, hasStatus: true);
        }

        public void RemoveMember(string channel, UserId user) => RemoveMember(net.Fold(channel), user);

        public void RemoveMembers(string channel)
        {
            Folded name = net.Fold(channel);
            foreach (UserId user in net._members[name].Keys.ToArray()) RemoveMember(name, user);
            if (net._channels.ContainsKey(name)) EndIfEmpty(name);
        }

        private void RemoveMember(Folded name, UserId user)
        {
            var members = net._members[name];
            if (!members.Remove(user)) throw new InvalidOperationException($"{user} is not in {name}.");
            net._channelsOf[user].Remove(name);
            net._watch?.Left(name, user);
            EndIfEmpty(name);
        }

        public void EndIfEmpty(string channel) => EndIfEmpty(net.Fold(channel));

        private void EndIfEmpty(Folded name)
        {
            if (net._members[name].Count > 0 || net._channels[name].Stays) return;
            net._members.Remove(name);
            net._channels.Remove(name);
            net._lastMessage.Remove(name);
            net._timed.Set(name, null);
            net._floods.Forget(name);
        }

        public void SetMember(string channel, UserId user, MemberModes modes)
        {
            Folded name = net.Fold(channel);
            var members = net._members[name];
            Member old = members[user];
            members[user] = old with { Modes = modes, IsHidden = old.IsHidden && modes == MemberModes.None };
            net._watch?.Ranked(name, user, modes != MemberModes.None);
        }

        public void MarkSpoken(string channel, UserId user)
        {
            Folded name = net.Fold(channel);
            var members = net._members[name];
            if (!members.TryGetValue(user, out Member member)) return;
            long saidAt = net._channels[name].SlowMode is null ? member.SaidAt : Stamp.Time;
            if (member.IsHidden || saidAt != member.SaidAt)
                members[user] = member with { IsHidden = false, SaidAt = saidAt };
        }

        public void CountTalk(string channel, UserId user, params ReadOnlySpan<string> lines)
        {
            Folded name = net.Fold(channel);
            if (net._channels[name].Flood is not { } flood || net._users[user].IsOper) return;
            var members = net._members[name];
            if (members.TryGetValue(user, out Member member) && member.Modes != MemberModes.None) return;
            net._floods.Set(name, user, net._floods.Of(name, user).Say(flood, lines, Stamp.Time), members);
        }

        public void Reveal(string channel, UserId user)
        {
            var members = net._members[net.Fold(channel)];
            if (members.TryGetValue(user, out Member member) && member.IsHidden)
                members[user] = member with { IsHidden = false };
        }

        public void SetReadMarker(UserId user, string target, long time) =>
            net._readMarkers.Set(user, net.Fold(target), time);

        public void AddInvite(string channel, UserId user)
        {
            if (!net._invites.TryGetValue(user, out var invites)) net._invites[user] = invites = [];
            invites[net.Fold(channel)] = Stamp.Time;
            if (invites.Count > net.Config.Limits.InvitesPerUser)
                invites.Remove(invites.MinBy(i => (i.Value, i.Key.ToString())).Key);
        }

        public void RemoveInvite(string channel, UserId user)
        {
            if (net._invites.TryGetValue(user, out var invites)) invites.Remove(net.Fold(channel));
        }

        public void MarkMessage(string channel) => net._lastMessage[net.Fold(channel)] = Stamp.At;

        public void MarkRedacted(Position message)
        {
            if (NewerFields.KeepRedactions(net.Level)) net._erasures.Redact(message, Stamp.At);
        }

        public void MarkForgotten(string account) => net._erasures.Forget(account, Stamp.At);

        public void SetBan(NetworkBan ban) => net.Bans.Set(ban, net.Config.Casemapping);

        public void LiftBan(BanKind kind, string target) => net.Bans.Lift(kind, target, net.Config.Casemapping);

        public void SetDefcon(int level) => net.Defcon = level;

        public void SetFilter(Filter filter) => net.Filters.Set(filter);

        public void RemoveFilter(string pattern) => net.Filters.Remove(pattern);

        public void CountHit(string pattern) => net.Filters.CountHit(pattern);

        public void NoteAct(OperAct act) => net.Audit.Add(act);

        public Account? FindAccount(string name) => net.FindAccount(name);

        public void SetAccount(Account account)
        {
            if (net.HoldsAccounts) net._accounts.Set(net.Fold(account.Name), account, net.Fold);
        }

        public void RemoveAccount(string name) => net._accounts.Remove(net.Fold(name), net.Fold);

        public void SetRegistration(ChannelRegistration registration)
        {
            if (net.HoldsAccounts) net._registrations.Set(net.Fold(registration.Channel), registration);
        }

        public void RemoveRegistration(string channel) => net._registrations.Remove(net.Fold(channel));

        public void TakeOffAccess(string account)
        {
            foreach (ChannelRegistration registration in net._registrations.Naming(account))
                if (registration.Founder != account) SetRegistration(registration.Without(account));
        }

        public void SetConfig(NetworkConfig config)
        {
            net.Config = config;
            net._census.Configure(config, net._users.Values);
        }

        public void SetRoot(ulong epoch, string node) =>
            (net.Epoch, net.RootNode, net.Successor, net.InterruptedAt) = (epoch, node, null, null);

        public void SetLevel(int level)
        {
            net.Level = Math.Max(net.Level, level);
            net.FoundChannels(Stamp);
        }

        public void SetArchived(Mark upTo)
        {
            if (net.ArchivedUpTo is not { } known || known < upTo) net.ArchivedUpTo = upTo;
            net._erasures.Archived(upTo.At, Stamp.Time);
        }

        public void SetSuccessor(string node) => net.Successor = node;

        public bool MayReturn(UserId user) => net.MayReturn(FindUser(user), Stamp.Time);

        public void MarkLeaf(string leaf, bool isLost) => net._leaves[leaf].LostAt = isLost ? Stamp.Time : null;

        public void MarkSendingAway(string leaf)
        {
            // Builds of the first level do not know users who were sent away.
            if (net.FindLeaf(leaf) is { } record && NewerFields.KeepSentAway(net.Level)) record.EndedAt = Stamp.Time;
        }

        public void SetLeaf(string leaf, ulong incarnation)
        {
            LeafRecord? before = net._leaves.GetValueOrDefault(leaf);
            long? endedAt = before is null ? null : before.LostAt ?? Stamp.Time;
            // A process says again that it began if the log may have lost that. Its requests since then are still
            // known.
            LeafRecord record = before?.Incarnation == incarnation ? before : new LeafRecord(incarnation);
            (record.LostAt, record.EndedAt) = (null, endedAt);
            net._leaves[leaf] = record;
        }

        public void ForgetLeaf(string leaf, ulong incarnation, bool entirely)
        {
            if (net._leaves.GetValueOrDefault(leaf) is not { } record || record.Incarnation != incarnation) return;
            if (entirely) net._leaves.Remove(leaf);
            else record.ForgetEffects();
        }

        public void Try(string leaf, ulong incarnation, ulong first, ulong last)
        {
            LeafRecord record = net.RecordOf(leaf, incarnation);
            record.Trial = Trial.Next(record.Trial, first, last, Stamp.Epoch);
        }

        private void Remember(User user)
        {
            net._whowas.Enqueue(new Whowas(
                user.Nick, user.Username, user.Host, user.Realname, user.Address, Stamp.Time));
            while (net._whowas.Count > net.Config.Limits.WhowasEntries) net._whowas.Dequeue();
        }
    }
}
