using System.Net.Sockets;
using IrcNats.Chaos.Measure;

namespace IrcNats.Chaos.Clients;

/// <summary>A client as its connections see it.</summary>
interface ILiving
{
    string Nick { get; }

    /// <summary>It is told to stop, and connects no more.</summary>
    bool IsOver { get; }

    /// <summary>A connection begins.</summary>
    void Enter(Connection connection);

    /// <summary>A line has come.</summary>
    void Take(ReadOnlySpan<byte> line);

    /// <summary>The connection has ended.</summary>
    void Leave();
}

/// <summary>The life of a client: when its leaf dies it comes back as soon as it can.</summary>
static class Life
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100), s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Connects, and again when the connection ends, until the client is told to stop.</summary>
    public static async Task LiveAsync(ILiving client, Place place, Tally tally)
    {
        for (; !client.IsOver; await Task.Delay(s_pause))
        {
            int kills = place.Leaf.Kills;
            if (place.Leaf.Ready is null) continue;
            using Connection connection = new();
            string end = "the leaf closed it";
            try
            {
                await connection.OpenAsync(place.Port).WaitAsync(s_patience);
                client.Enter(connection);
                await connection.ReadAllAsync(client.Take);
            }
            catch (Exception e) when (e is SocketException or TimeoutException or InvalidDataException)
            {
                end = e.Message;
            }

            if (client.IsOver) return;
            if (connection.IsOpen && place.Leaf.Kills == kills)
                tally.WasDropped($"{client.Nick} on {place.Leaf.Name}: {end}");
            client.Leave();
        }
    }
}
