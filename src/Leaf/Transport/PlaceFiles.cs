using System.Collections;
using System.Globalization;
using System.Net;
using IrcNats.Protocol;
using IrcNats.State;
using MaxMind.Db;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Finds where addresses are in files of MaxMind's format (--geoip), which are in memory. Each is read again when it
/// changes. One that cannot be read, or is cut off, is told of, and the leaf goes on with what it had of it.
/// https://maxmind.github.io/MaxMind-DB/
/// </summary>
sealed class PlaceFiles : IDisposable
{
    /// <summary>Bytes of a file.</summary>
    public const long Longest = 512L << 20;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(10);

    private readonly OneFile[] _files;
    private readonly PacedAlarms _alarms;
    private readonly ITimer _timer;

    /// <param name="alarm">Told which file cannot be used, and why; once a minute for each.</param>
    /// <param name="read">Told which file was read, and what it is.</param>
    public PlaceFiles(
        IReadOnlyList<string> files, TimeProvider time, Action<string, string> alarm, Action<string, string> read)
    {
        _alarms = new PacedAlarms(time, alarm);
        _files = [.. files.Select(file => new OneFile(file, _alarms, read))];
        Look();
        TimeSpan every = _files.Length == 0 ? Timeout.InfiniteTimeSpan : s_look;
        _timer = time.CreateTimer(_ => Look(), null, every, every);
    }

    /// <summary>Where the address is; null: no file says. From any thread; it takes microseconds.</summary>
    public Location? Find(string address)
    {
        if (_files.Length == 0 || !AddressText.TryParse(address, out IPAddress? one)) return null;
        Location found = new();
        foreach (OneFile file in _files) found = file.Add(found, one);
        return found.Country is null && found.Asn is null ? null : found;
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Reads what has changed.</summary>
    internal void Look()
    {
        foreach (OneFile file in _files) file.Look();
    }

    // What was read is never disposed of: somebody may be looking into it, and it is nothing but memory.
    private sealed class OneFile(string path, PacedAlarms alarms, Action<string, string> read)
    {
        private readonly Lock _reading = new();
        private volatile Reader? _current;
        private (DateTime At, long Length)? _written;

        public void Look()
        {
            lock (_reading)
            {
                FileInfo file = new(path);
                (DateTime, long)? written = file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
                if (written is not null && written == _written) return;
                _written = written;
                if (!file.Exists) alarms.Tell(path, "there is no such file");
                else Read(file);
            }
        }

        public Location Add(Location found, IPAddress address)
        {
            if (_current is not { } reader) return found;
            try
            {
                return reader.Find<Dictionary<string, object>>(address) is { } record ? Add(found, record) : found;
            }
            catch (Exception wrong)
            {
                // The file is broken somewhere in its middle. Whatever that made of it, nobody is kept out.
                alarms.Tell(path, $"it says nothing of {address}: {wrong.Message}");
                return found;
            }
        }

        private void Read(FileInfo file)
        {
            try
            {
                if (file.Length > Longest) throw new InvalidDatabaseException($"it is longer than {Longest >> 20} MiB");
                Reader reader = new(path, FileAccessMode.Memory);
                _current = reader;
                read(path, $"{reader.Metadata.DatabaseType} of {reader.Metadata.BuildDate:yyyy-MM-dd}");
            }
            catch (Exception wrong)
            {
                alarms.Tell(path, wrong.Message);
            }
        }

        private static Location Add(Location found, Dictionary<string, object> record) => found with
        {
            Country = found.Country ?? CountryIn(record),
            Asn = found.Asn ?? NumberIn(record, "autonomous_system_number"),
            AsnName = found.AsnName ?? NameIn(record),
        };

        private static string? CountryIn(Dictionary<string, object> record) =>
            record.GetValueOrDefault("country") is IDictionary country && country["iso_code"] is string code
                && code.Length == 2 && code.All(char.IsAsciiLetterUpper)
                ? code
                : null;

        private static long? NumberIn(Dictionary<string, object> record, string name) =>
            record.GetValueOrDefault(name) is IConvertible and not string and var number
                ? number.ToInt64(CultureInfo.InvariantCulture)
                : null;

        private static string? NameIn(Dictionary<string, object> record) =>
            record.GetValueOrDefault("autonomous_system_organization") is string { Length: > 0 } name
                ? Utf8Text.OfLine(name, Location.NameLen)
                : null;
    }
}
