using IrcNats.History;

namespace IrcNats.History.Tests;

/// <summary>A place where an archive of one kind keeps things, for one test.</summary>
public abstract class Store : IAsyncDisposable
{
    /// <summary>The archive as a process sees it that starts now.</summary>
    public abstract Task<IHistoryArchive> OpenAsync(HistoryRetention? retention = null);

    /// <summary>The archive keeps to its number of messages a target with nobody's help.</summary>
    public virtual bool TrimsByItself => false;

    /// <summary>The archive keeps to its age with nobody's help, by a clock of its own.</summary>
    public virtual bool AgesByItself => false;

    /// <summary>Puts something unreadable where the target's next message would be; false: it cannot be done here.
    /// </summary>
    public virtual Task<bool> SpoilAsync(HistoryTarget target) => Task.FromResult(false);

    /// <summary>Whether a text stands in any file of the store.</summary>
    public virtual bool HasInFiles(string text) => false;

    public abstract ValueTask DisposeAsync();

    /// <summary>Whether a text stands in any file below a folder.</summary>
    protected static bool HasInFiles(string folder, string text)
    {
        byte[] wanted = System.Text.Encoding.UTF8.GetBytes(text);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any(Has);

        bool Has(string file)
        {
            using FileStream open = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] bytes = new byte[open.Length];
            open.ReadExactly(bytes);
            return bytes.AsSpan().IndexOf(wanted) >= 0;
        }
    }
}
