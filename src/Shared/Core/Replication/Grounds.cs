using IrcNats.State;

namespace IrcNats.Replication;

/// <summary>
/// Where a replica begins to follow: the sequence behind which it continues, and the epoch that the log's entry there
/// has if the log is still the same. Without an epoch that cannot be checked.
/// </summary>
public readonly record struct Grounds(ulong Seq, ulong? Epoch)
{
    public static Grounds Of(Network net) => new(net.Seq, net.InterruptedAt is null ? net.Epoch : null);

    /// <summary>Null: the beginning of the log.</summary>
    public static Grounds Of(NetworkSnapshot? saved) => saved is null
        ? default
        : new(saved.At.Seq, saved.InterruptedAt is null ? saved.Epoch : null);
}
