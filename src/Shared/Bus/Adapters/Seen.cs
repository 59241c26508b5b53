namespace IrcNats.Adapters;

/// <summary>
/// One message as it came by. <paramref name="Sequence"/> is where JetStream stored it, 0 if it did not;
/// <paramref name="Arrived"/> is a timestamp of the TimeProvider, or null for what was read from the log afterwards.
/// </summary>
public readonly record struct Seen(string Subject, ulong Sequence, ReadOnlyMemory<byte> Payload, long? Arrived);
