namespace IrcNats.Bench;

/// <summary>ngIRCd: https://ngircd.barton.de/doc/</summary>
sealed class NgIrcd() : Peer("ngircd", "ngIRCd")
{
    // Ten wait in its queue; what comes besides is sent again by the system after a second.
    public override int Concurrency => 8;

    protected override string VersionOption => "--version";

    protected override IEnumerable<string> Command(string program, string config, string folder) =>
        [program, "--nodaemon", "--config", config];

    protected override string Configuration(string folder, int port) =>
        $"""
        [Global]
        Name = irc.bench.test
        Info = bench
        Listen = 127.0.0.1
        Ports = {port}
        MotdPhrase = bench
        [Limits]
        MaxConnections = 0
        MaxConnectionsIP = 0
        MaxJoins = 0
        MaxNickLength = 15
        MaxPenaltyTime = 0
        PingTimeout = 600
        [Options]
        DNS = no
        Ident = no
        PAM = no
        """;
}
