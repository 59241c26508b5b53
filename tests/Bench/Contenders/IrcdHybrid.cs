using System.Diagnostics;

namespace IrcNats.Bench;

/// <summary>ircd-hybrid. It asks for the name of each address; where we may, a name server of ours says there is none.
/// </summary>
sealed class IrcdHybrid() : Peer("ircd-hybrid", "ircd-hybrid")
{
    protected override string VersionOption => "-version";

    protected override IEnumerable<string> Command(string program, string config, string folder)
    {
        yield return program;
        yield return "-foreground";
        foreach (string file in (string[])["config", "pid", "log", "kline", "dline", "xline", "resv"])
        {
            yield return $"-{file}file";
            yield return Path.Combine(folder, file);
        }
    }

    // Its resolver knows no other place for the name server's address: it gets a file system of its own with another.
    protected override IEnumerable<string> Prefix(string folder, ICollection<IDisposable> owned)
    {
        if (!Environment.IsPrivilegedProcess || !MayUnshare() || NoNames.TryStart() is not { } names) return [];
        owned.Add(names);
        string file = Path.Combine(folder, "resolv.conf");
        File.WriteAllText(file, $"nameserver {NoNames.Address}\n");
        return
        [
            "unshare", "--mount", "--", "bash", "-c", """mount --bind "$0" /etc/resolv.conf && exec "$@" """, file,
        ];
    }

    protected override string Configuration(string folder, int port) =>
        $$"""
        serverinfo { name = "irc.bench.test"; description = "bench"; network_name = "Bench";
            default_max_clients = 19000; max_nick_length = 15; };
        admin { name = "bench"; description = "bench"; email = "bench@bench.test"; };
        class { name = "users"; ping_time = 10 minutes; number_per_ip_local = 100000; number_per_ip_global = 100000;
            max_number = 100000; sendq = 100 megabytes; recvq = 8000 bytes; max_channels = 1000; };
        listen { host = "127.0.0.1"; port = {{port}}; };
        auth { user = "*@*"; class = "users"; flags = exceed_limit, can_flood; };
        channel { max_channels = 1000; default_join_flood_count = 0; default_join_flood_time = 0; };
        general { disable_auth = yes; throttle_count = 0; throttle_time = 0; default_floodcount = 0;
            max_targets = 10; };
        modules { path = "/usr/lib/ircd-hybrid/modules"; path = "/usr/lib/ircd-hybrid/modules/autoload"; };
        log { use_logging = no; };
        """;

    private static bool MayUnshare()
    {
        using Process tried = Process.Start(new ProcessStartInfo("unshare", ["--mount", "true"])
        {
            RedirectStandardError = true,
        })!;
        tried.WaitForExit();
        return tried.ExitCode == 0;
    }
}
