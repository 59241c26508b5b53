using System.Globalization;

namespace IrcNats.Local;

/// <summary>
/// The folder of a network in one process. Whoever has it open is the only one: a lock that the system takes back when
/// the process ends, however it ends.
/// </summary>
sealed class DataFolder : IDisposable
{
    private const string LockName = "lock", PidName = "pid";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <exception cref="UnusableDataException">It cannot be written, or another process has it.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            Make(path);
            DataFolder folder = new(path, Lock(path));
            File.WriteAllText(In(path, PidName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableDataException($"the folder {path} cannot be written: {e.Message}", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    // What people say is in there.
    private static void Make(string path)
    {
        const UnixFileMode OfThisUser = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OfThisUser);
    }

    private static FileStream Lock(string path)
    {
        string name = In(path, LockName);
        bool wasThere = File.Exists(name);
        try
        {
            return new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (wasThere && e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new UnusableDataException($"the folder {path} is in use by process {PidIn(path)}", e);
        }
    }

    // It is written behind the lock, so it may not be there for a moment.
    private static string PidIn(string path)
    {
        string name = In(path, PidName);
        return File.Exists(name) && File.ReadAllText(name) is { Length: > 0 } pid ? pid : "(not known)";
    }

    private static string In(string path, string name) => System.IO.Path.Combine(path, name);
}
