using IrcNats.State;

namespace IrcNats.Replication;

/// <summary>
/// Where a replica stands when it begins to follow: the sequence behind which it goes on, and the epoch that the log's
/// entry there must be of if the log is still the same. No epoch: nothing can be told.
/// </summary>
public readonly record struct Grounds(ulong Seq, ulong? Epoch)
{
    public static Grounds Of(Network net) => new(net.Seq, net.InterruptedAt is null ? net.Epoch : null);

    /// <summary>Null: the beginning of the log.</summary>
    public static Grounds Of(NetworkSnapshot? saved) => saved is null
        ? default
        : new(saved.At.Seq, saved.InterruptedAt is null ? saved.Epoch : null);
}
