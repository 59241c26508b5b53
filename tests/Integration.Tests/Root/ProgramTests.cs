using System.Diagnostics;
using IrcNats.Integration.Tests.Cluster;
using IrcNats.Proving;
using IrcNats.Root.Passwords;
using IrcNats.Tests.Wire;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Root;

/// <summary>The program itself, as people start it.</summary>
public class ProgramTests
{
    [Fact]
    public async Task Decode_prints_one_line_and_nothing_else()
    {
        (int exit, string output, string errors) = await RunAsync(["decode"], Codec.Encode(Samples.Payloads[3]));
        Assert.Equal((0, ""), (exit, errors));
        Assert.Matches("^{\"type\":\"Beat\",\"version\":1,[^\n]*,\"time\":\"2023-11-14T22:13:20.123Z\"}\n$", output);
    }

    [Fact]
    public async Task Decode_tells_of_bytes_it_cannot_read_in_one_line()
    {
        (int exit, string output, string errors) = await RunAsync(["decode"], "hello"u8.ToArray());
        Assert.Equal((0, ""), (exit, errors));
        Assert.Matches("^{\"error\":\"not a payload of ours: .*\",\"bytes\":5}\n$", output);
    }

    [Fact]
    public async Task Decode_prints_nothing_that_was_not_asked_for() => Assert.Equal(
        (0, "", ""), await RunAsync(["decode", "--only", "#other"], Codec.Encode(Samples.Payloads[0])));

    [Fact]
    public async Task Decode_refuses_options_it_does_not_know()
    {
        (int exit, string output, string errors) = await RunAsync(["decode", "--olny", "#dev"], []);
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("Usage: ircnats-root decode", errors);
    }

    [Theory]
    [InlineData("status", "[options]")]
    [InlineData("takeover", "NODE [options]")]
    [InlineData("drain", "LEAF [options]")]
    [InlineData("decode", "[--only '#channel'|NICK|VERB] < payload")]
    [InlineData("genpasswd", "")]
    [InlineData("checkconfig", "FILE")]
    [InlineData("configdoc", "")]
    public async Task Every_verb_says_how_it_is_called(string verb, string rest)
    {
        (int exit, string output, string errors) = await RunAsync([verb, "--help"], []);
        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal($"Usage: ircnats-root {verb} {rest}".TrimEnd(), output.Split('\n')[0]);
    }

    [Fact]
    public async Task Genpasswd_prints_a_verifier_of_what_it_reads()
    {
        (int exit, string output, string errors) = await RunAsync(["genpasswd"], "correct horse\n"u8.ToArray());
        Assert.Equal((0, ""), (exit, errors));
        Verifier made = Verifier.Parse(output.TrimEnd())!;
        Assert.StartsWith("SCRAM-SHA-256$600000:", output, StringComparison.Ordinal);
        Assert.Equal(made.StoredKey, Scram.StoredKey(Scram.ClientKey(
            Scram.SaltedPassword("correct horse", made.Salt, made.Iterations))));
    }

    [Fact]
    public async Task A_bad_configuration_ends_the_program_with_every_error()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file, "network: { name: Test }\nserver: { name: irc.test, max-sendq: 96x }\nmood: good\n");
            string wrong =
                $"{file}:2: server.max-sendq: '96x' is not a size (such as 96k or 1m)\n{file}:3: mood: unknown key\n";
            Assert.Equal((2, "", wrong), await RunAsync(["checkconfig", file], []));
            Assert.Equal((2, "", wrong), await RunAsync(["--config", file], []));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Wrong_options_are_named()
    {
        Assert.Contains("--config", (await RunAsync([], [])).Errors);
        string some = typeof(ProgramTests).Assembly.Location;
        (int exit, _, string errors) = await RunAsync(["--config", some, "--listen", "*:1"], []);
        Assert.Equal((2, "ircnats-root: --listen needs --with-leaf or --single\n"), (exit, errors));
        Assert.Equal(2, (await RunAsync(["trace", "--from", "0"], [])).Exit);
    }

    internal static ProcessStartInfo Program(params string[] args) => Redirected(Programs.Root(args));

    internal static ProcessStartInfo Leaf(params string[] args) => Redirected(Programs.Leaf(args));

    private static ProcessStartInfo Redirected(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return start;
    }

    internal static async Task<(int Exit, string Output, string Errors)> RunAsync(string[] args, byte[] input)
    {
        using Process process = Process.Start(Program(args))!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output, await errors);
    }
}
