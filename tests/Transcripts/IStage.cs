namespace IrcNats.Transcripts;

/// <summary>Where a transcript is played: in memory, in a simulated cluster, or over real sockets.</summary>
public interface IStage : IAsyncDisposable
{
    /// <summary>Makes a connection, on the leaf named or on the next in turn; nothing is sent.</summary>
    Task ConnectAsync(string name, string? leaf);

    Task SendAsync(string name, string line);

    /// <summary>Ends the connection without a word.</summary>
    Task CloseAsync(string name);

    /// <summary>Waits until everything sent so far has been shown to everyone it concerns.</summary>
    /// <param name="actor">The client that sent last; null for none in particular.</param>
    Task SettleAsync(string? actor);

    /// <summary>Lines the connection has received and nobody has taken yet.</summary>
    Queue<string> Inbox(string name);

    Task WaitAsync(TimeSpan time);

    /// <summary>The newest mail that has come to that address since this was asked last; null: none comes, or this
    /// stage has no mail.</summary>
    Task<string?> MailAsync(string address) => Task.FromResult<string?>(null);

    /// <summary>A step that only some stages know, such as "restart root"; false when this one does not.</summary>
    Task<bool> DoAsync(string step);
}
