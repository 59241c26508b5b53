using IrcNats.Chaos.Network;

namespace IrcNats.Chaos.Clients;

/// <summary>Where a client is: its leaf, its channel, and its seat among the channel's members.</summary>
sealed record Place(int ChannelNumber, int Channels, int Seat, int Members, int LeafIndex, Kept Leaf, int Port)
{
    public string Channel { get; } = $"#chaos{ChannelNumber}";

    /// <summary>The seat of a client here; null when it is in another channel.</summary>
    public int? SeatOf(int client) => client % Channels == ChannelNumber ? client / Channels : null;
}
