namespace IrcNats.Local;

/// <summary>One process is in no directory.</summary>
sealed class Unannounced : IAsyncDisposable
{
    public static Unannounced Instance { get; } = new();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
