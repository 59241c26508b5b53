using IrcNats.Wire;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>NATS as an operator's verbs use it: asks the service directory, and gives orders to one process.</summary>
public sealed class ConsoleBus : IAsyncDisposable
{
    // All processes answer at once. A process that has not answered when no other does any more is taken to be away.
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1), s_next = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(3);

    private readonly BusConnection _connection;
    private readonly Subjects _subjects;

    private ConsoleBus(BusConnection connection, Subjects subjects) =>
        (_connection, _subjects) = (connection, subjects);

    /// <exception cref="NatsException">There is no server, or it does not let us in.</exception>
    public static async Task<ConsoleBus> ConnectAsync(BusOptions options)
    {
        BusConnection connection =
            await NatsConnections.OpenOnceAsync(options, "ircnats-root console", CancellationToken.None);
        return new ConsoleBus(connection, new Subjects(options.Network));
    }

    /// <summary>The processes of this network and what each says of itself, sorted by role and name.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> DirectoryAsync()
    {
        List<Dictionary<string, string>> found = [];
        string inbox = _connection.NewInbox();
        await using INatsSub<byte[]> answers = await _connection.SubscribeCoreAsync<byte[]>(inbox);
        await _connection.PublishAsync("$SRV.INFO", replyTo: inbox);
        using CancellationTokenSource enough = new(s_first);
        try
        {
            await foreach (NatsMsg<byte[]> answer in answers.Msgs.ReadAllAsync(enough.Token))
            {
                enough.CancelAfter(s_next);
                if (ServiceDirectory.MetadataIn(answer.Data) is { } one
                    && one.GetValueOrDefault("network") == _subjects.Network)
                    found.Add(one);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody else answered in time.
        }

        return [.. found.OrderByDescending(p => p.GetValueOrDefault("role"), StringComparer.Ordinal)
            .ThenBy(p => p.GetValueOrDefault("node"), StringComparer.Ordinal)];
    }

    /// <summary>Gives an order; null if no process of that name takes orders.</summary>
    public async Task<OrderReply?> OrderAsync(string node, OrderKind kind, string argument)
    {
        byte[] order = Codec.Encode(new Order(Payload.FormatVersion, kind, argument)
        {
            By = $"{Environment.UserName}@{Environment.MachineName}",
        });
        try
        {
            NatsSubOpts wait = new() { Timeout = s_answer };
            NatsMsg<byte[]> reply = await _connection.RequestAsync<byte[], byte[]>(
                _subjects.Control(node), order, replyOpts: wait);
            return Codec.TryDecode(reply.Data, out OrderReply? read, out _) ? read : null;
        }
        catch (NatsException e) when (e is NatsNoRespondersException or NatsNoReplyException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
