using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Local;

/// <summary>A network that is one process, as people run it.</summary>
public sealed class SingleTests
{
    // In an ordinary run, chaos.Tests.sh kills one process, and reads its file.
    [Fact, Trait("Run", "long")]
    public async Task What_was_answered_is_there_after_it_was_killed()
    {
        await using SingleProcess single = await SingleProcess.StartAsync();
        for (int round = 1; round <= 3; round++)
        {
            await using IrcClient alice = await single.JoinAsync($"alice{round}");
            await alice.SendAsync($"SETNAME :alice of round {round}");
            await alice.SettleAsync();
            await single.Node.KillAsync();
            await single.Node.StartAsync();
            await using IrcClient bob = await single.JoinAsync($"bob{round}");
            Assert.Equal($"alice of round {round}", (await bob.AskAsync($"WHOWAS alice{round}", "314"))!.Params[^1]);
            await single.Node.StopAsync();
            await single.Node.StartAsync();
        }
    }

    [Fact]
    public async Task SIGTERM_says_goodbye_and_stores_the_last_entry()
    {
        await using SingleProcess single = await SingleProcess.StartAsync();
        await using IrcClient alice = await single.JoinAsync("alice");
        await single.Node.StopAsync();
        await alice.EndAsync();
        Assert.Contains(alice.Inbox, l => l.StartsWith("ERROR :", StringComparison.Ordinal));
        // The log goes on with its own return, and has no tail to be found.
        Assert.False(File.Exists(single.NetworkFile + "-wal"), "the file was not closed");
    }

    [Fact]
    public async Task SIGHUP_and_REHASH_read_the_configuration_again()
    {
        await using SingleProcess single = await SingleProcess.StartAsync();
        await single.ConfigureAsync("limits:\n  awaylen: 99\n");
        single.Node.HangUp();
        await single.Node.PrintedAsync("was read again and is good");
        await using IrcClient alice = await IrcClient.ConnectAsync(single.Port);
        await alice.SendAsync("NICK alice", "USER alice 0 * :alice");
        await alice.UntilAsync(" AWAYLEN=99 ");

        await alice.SendAsync("OPER root rootpassword");
        await alice.UntilAsync(" 381 ");
        await single.ConfigureAsync("limits:\n  awaylen: 98\n");
        await alice.SendAsync("REHASH");
        await alice.UntilAsync("the configuration was read again and holds");
        await single.ConfigureAsync("nonsense: yes\n");
        await alice.SendAsync("REHASH");
        await alice.UntilAsync("nonsense: unknown key");
    }

    [Fact]
    public async Task Two_processes_do_not_share_a_folder()
    {
        await using SingleProcess single = await SingleProcess.StartAsync();
        Ran second = await SingleProcess.RunAsync("--single", "--data", single.Data, "--listen", "127.0.0.1:0");
        Assert.Equal(
            new Ran(2, "", $"ircnats-root: the folder {single.Data} is in use by process {single.Node.Pid}\n"), second);
    }

    [Fact]
    public async Task Nothing_but_a_folder_is_needed_and_a_configuration_in_it_is_taken()
    {
        await using SingleProcess single = await SingleProcess.StartAsync(hasConfig: false);
        await using (IrcClient alice = await single.JoinAsync("alice"))
            Assert.Equal("irc.example.net", (await alice.AskAsync("VERSION", "351"))!.Source);
        await File.WriteAllTextAsync(
            Path.Combine(single.Data, "ircnats.yaml"), "network: { name: Mine }\nserver: { name: irc.mine.test }\n");
        single.Node.HangUp();
        await single.Node.PrintedAsync("was read again and is good");
        await using IrcClient bob = await single.JoinAsync("bob");
        Assert.Equal("irc.mine.test", (await bob.AskAsync("VERSION", "351"))!.Source);
    }

    // The second cannot be written by anyone, not even by who may do everything.
    [Theory]
    [InlineData("/dev/null/here")]
    [InlineData("/sys/kernel")]
    public async Task A_folder_that_cannot_be_written_is_named(string folder)
    {
        Ran ran = await SingleProcess.RunAsync("--single", "--data", folder);
        Assert.Equal(2, ran.Exit);
        Assert.StartsWith($"ircnats-root: the folder {folder} cannot be written: ", ran.Errors);
    }

    [Fact]
    public async Task A_file_that_is_damaged_is_named()
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("ircnats-torn-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(data.FullName, "network.db"), new string('x', 5000));
            Ran ran = await SingleProcess.RunAsync("--single", "--data", data.FullName);
            Assert.Equal(2, ran.Exit);
            Assert.StartsWith($"ircnats-root: {data.FullName}/network.db is not the file of a network", ran.Errors);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_archive_is_a_file_of_its_own_and_one_that_is_damaged_keeps_nobody_from_talking()
    {
        await using SingleProcess single = await SingleProcess.StartAsync();
        int before = await single.Node.PrintedAsync("the archive of histories is open: beside the log");
        Assert.True(File.Exists(Path.Combine(single.Data, "history.db")));
        await single.Node.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(single.Data, "history.db"), new string('x', 5000));
        await single.Node.StartAsync();
        await single.Node.PrintedAsync("history.db' is damaged, or no archive", before);
        await using IrcClient alice = await single.JoinAsync("alice");
        await alice.SendAsync("JOIN #dev", "PRIVMSG #dev :hello");
        await alice.SettleAsync();
    }

    [Theory]
    [InlineData("--single needs --data DIR", "--single")]
    [InlineData("--data needs --single", "--data", "here", "--config", "/dev/null")]
    [InlineData("--nats-url is about NATS, which --single does without", "--single", "--data", "x", "--nats-url", "x")]
    [InlineData("--replicas is about NATS, which --single does without", "--single", "--data", "x", "--replicas", "3")]
    [InlineData("option --config FILE is required: configuration of the network")]
    public async Task Options_that_do_not_go_together_are_named(string why, params string[] args) =>
        Assert.Equal(new Ran(2, "", $"ircnats-root: {why}\n"), await SingleProcess.RunAsync(args));
}
