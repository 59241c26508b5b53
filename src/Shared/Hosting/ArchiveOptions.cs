using IrcNats.Archives;

namespace IrcNats.Hosting;

/// <summary>
/// The options by which a process gets into Cassandra, if the network's configuration has the archive there
/// (datastore.cassandra). They are the process's own: secrets stand in no log, and leaves need only read.
/// </summary>
public static class ArchiveOptions
{
    private const int MostSecret = 4096;

    private static readonly Option<string> s_user = Choose.Text(
        "cassandra-user", "NAME", "user that Cassandra knows us by, instead of datastore.cassandra.user");
    private static readonly Option<string> s_password = Choose.Text(
        "cassandra-password", "TEXT", "its password; better in the environment, where no process list shows it");
    private static readonly Option<string> s_passwordFile =
        Choose.ExistingFile("cassandra-password-file", "the password in a file");
    private static readonly Option<string> s_tlsCa = Choose.ExistingFile(
        "cassandra-tls-ca", "PEM: authority that signed the certificates of Cassandra's hosts");
    private static readonly Option<string> s_datacenter = Choose.Text(
        "cassandra-datacenter", "NAME", "data centre of Cassandra that is near, instead of the configuration's");

    /// <summary>All of them, as a program's table wants them.</summary>
    public static IReadOnlyList<Option> All { get; } = [s_user, s_password, s_passwordFile, s_tlsCa, s_datacenter];

    /// <exception cref="OptionException">Two options do not go together, or the file cannot be used.</exception>
    public static CassandraLogin Login(OptionValues values)
    {
        if (values.Has(s_password) && values.Has(s_passwordFile))
            throw new OptionException("--cassandra-password and --cassandra-password-file: one of the two");
        return new CassandraLogin
        {
            User = values.Find(s_user),
            Password = values.Find(s_passwordFile) is { } file ? PasswordIn(file) : values.Find(s_password),
            TlsCa = values.Find(s_tlsCa),
            Datacenter = values.Find(s_datacenter),
        };
    }

    private static string PasswordIn(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MostSecret)
                throw new OptionException($"--cassandra-password-file: {file} is longer than {MostSecret} bytes");
            return File.ReadAllText(file).TrimEnd('\r', '\n') is { Length: > 0 } password
                ? password
                : throw new OptionException($"--cassandra-password-file: {file} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--cassandra-password-file: {e.Message}");
        }
    }
}
