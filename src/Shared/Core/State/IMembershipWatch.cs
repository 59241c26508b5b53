using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>Told of every membership as it begins and ends, so that a leaf can index those of its sessions.</summary>
public interface IMembershipWatch
{
    void Joined(Folded channel, UserId user);
    void Left(Folded channel, UserId user);
    /// <summary>A member has a status now, or has none any more.</summary>
    void Ranked(Folded channel, UserId user, bool hasStatus);
}
