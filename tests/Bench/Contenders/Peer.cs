using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using FreePorts = IrcNats.Chaos.Network.Ports;

namespace IrcNats.Bench;

/// <summary>
/// Another project's server, with a configuration of ours: nothing in it protects the server from its users. None of
/// them runs as root.
/// </summary>
abstract partial class Peer(string name, string title) : Contender(name)
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;

    public override Running Start(string folder)
    {
        int port = FreePorts.Free(1)[0];
        new DirectoryInfo(folder).UnixFileMode = Everybody;
        string config = Path.Combine(folder, "config");
        File.WriteAllText(config, Configuration(folder, port));
        List<IDisposable> owned = [];
        try
        {
            string[] prefix = [.. Prefix(folder, owned)];
            Child server = new(
                Name, [.. prefix, .. Unprivileged(), .. Command(Find(Name)!, config, folder)],
                Path.Combine(folder, "server"));
            owned.Add(server);
            server.WaitUntil(() => Accepts(port), TimeSpan.FromSeconds(15));
            return new Running($"{title} {Version()}", $"127.0.0.1:{port}", [(Name, server.Pid)], owned);
        }
        catch
        {
            foreach (IDisposable one in owned) one.Dispose();
            throw;
        }
    }

    protected abstract string Configuration(string folder, int port);

    protected abstract IEnumerable<string> Command(string program, string config, string folder);

    /// <summary>The option that makes it say its version.</summary>
    protected abstract string VersionOption { get; }

    /// <summary>What runs it, if it needs something around it.</summary>
    /// <param name="owned">What is to end with it.</param>
    protected virtual IEnumerable<string> Prefix(string folder, ICollection<IDisposable> owned) => [];

    private static string[] Unprivileged() => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--"]
        : [];

    private static bool Accepts(int port)
    {
        try
        {
            using TcpClient client = new();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Version()
    {
        string[] command = [.. Unprivileged(), Find(Name)!, VersionOption];
        using Process asked = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        string said = asked.StandardOutput.ReadToEnd() + asked.StandardError.ReadToEnd();
        asked.WaitForExit();
        return Number().Match(said).Value;
    }

    [GeneratedRegex(@"\d+(\.\d+)+")]
    private static partial Regex Number();
}
