using IrcNats.Ports;
using IrcNats.Root.Metrics;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Service;

// What is told of this root: to whoever started it, in the service directory, by its metrics.
public sealed partial class RootService
{
    private void Ready(string role)
    {
        (ulong epoch, ulong seq) = _standby.Read(net => (net.Epoch, net.Seq));
        Console.WriteLine($"{options.Name} ready: {role}, epoch {epoch}, seq {seq}");
    }

    private RootStatus Status() => _standby.Read(net =>
        new RootStatus(_writer is not null, net.Epoch, _writer is null ? net.Seq : _bus.Committed));

    private ServiceIdentity Identity()
    {
        DateTimeOffset started = time.GetUtcNow();
        return new ServiceIdentity
        {
            Name = "ircnats-root",
            Id = $"{options.Name}-{started.ToUnixTimeMilliseconds():x}",
            Description = "IrcNats root: the one writer of the log, or its standby",
            Endpoint = "commands",
            Subject = _bus.Subjects.Commands,
            Started = started,
            Metadata = () => new Dictionary<string, string>
            {
                ["role"] = _writer is null ? "standby" : "root",
                ["node"] = options.Name,
                ["state"] = "available",
                ["network"] = options.Bus.Network,
                ["epoch"] = $"{_standby.Read(net => net.Epoch)}",
                ["seq"] = $"{(_writer is null ? _standby.Read(net => net.Seq) : _bus.Committed)}",
                ["pid"] = $"{Environment.ProcessId}",
                ["version"] = Software.Number,
                [ServiceIdentity.Level] = $"{BuildLevel.Current}",
                [ServiceIdentity.NetworkLevel] = $"{_standby.Read(net => net.Level)}",
            },
            Counts = _counts.Read,
        };
    }
}
