namespace IrcNats.Bench;

/// <summary>InspIRCd: https://docs.inspircd.org/3/configuration/</summary>
sealed class InspIrcd() : Peer("inspircd", "InspIRCd")
{
    // It lets in once a second whoever has said NICK and USER.
    public override int Concurrency => 3000;

    protected override string VersionOption => "--version";

    protected override IEnumerable<string> Command(string program, string config, string folder) =>
        [program, "--nofork", "--nolog", "--config", config];

    protected override string Configuration(string folder, int port)
    {
        File.WriteAllText(Path.Combine(folder, "motd"), "bench\n");
        return $"""
            <server name="irc.bench.test" description="bench" network="Bench">
            <admin name="bench" nick="bench" email="bench@bench.test">
            <bind address="127.0.0.1" port="{port}" type="clients">
            <files motd="{folder}/motd">
            <connect allow="*" timeout="60" pingfreq="600" hardsendq="100000000" softsendq="100000000" recvq="100000"
                localmax="100000" globalmax="100000" limit="100000" threshold="1000000" commandrate="1000000"
                fakelag="no" resolvehostnames="no" useident="no" maxchans="1000" maxconnwarn="no">
            <performance softlimit="20000" somaxconn="4096" netbuffersize="10240" quietbursts="yes"
                clonesonconnect="no">
            <log method="file" type="none" level="default" target="{folder}/log">
            <pid file="{folder}/pid">
            <path datadir="{folder}" logdir="{folder}" runtimedir="{folder}">
            """;
    }
}
