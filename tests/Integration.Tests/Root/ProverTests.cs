using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Root;

public class ProverTests
{
    private const string Certificate = "aa";
    private static readonly Oper s_root = new("root", "is a server operator");
    private static readonly RootSecrets s_secrets = new(
        Verifier.Of("open sesame", 1),
        new Dictionary<string, OperBlock>(StringComparer.OrdinalIgnoreCase)
        {
            ["root"] = new(s_root, Verifier.Of("rootpassword", 1)),
            ["card"] = new(s_root with { Name = "card" }, null) { Certfp = Certificate },
            ["both"] = new(s_root with { Name = "both" }, Verifier.Of("rootpassword", 1)) { Certfp = Certificate },
            ["auto"] = new(s_root with { Name = "auto" }, null) { Certfp = "cc", IsAutomatic = true },
        });

    [Theory]
    [InlineData("OPER root rootpassword", true)]
    [InlineData("oper ROOT :rootpassword", true)]
    [InlineData("@label=1 :x OPER root rootpassword more", true)]
    [InlineData("OPER root Rootpassword", false)]
    [InlineData("OPER toor rootpassword", false)]
    [InlineData("OPER root", false)]
    [InlineData("OPER card rootpassword", true, "card")]
    [InlineData("OPER card wrong", true, "card")]
    [InlineData("OPER card", true, "card")]
    [InlineData("OPER both rootpassword", true, "both")]
    [InlineData("OPER both wrong", false)]
    [InlineData("OPER both", false)]
    [InlineData("OPER", false)]
    [InlineData("OPERA root rootpassword", false)]
    [InlineData("PRIVMSG #dev :OPER root rootpassword", false)]
    public async Task OPER_is_proven_by_name_and_password(string line, bool isOper, string name = "root")
    {
        using Prover prover = new(s_secrets);
        Proof proof = await prover.ProveAsync(Asking(new ClientLine(1, null, line)));
        Assert.Equal(new Proof(true, isOper ? s_root with { Name = name } : null)
        {
            Certfp = isOper && name != "root" ? Certificate : null,
        }, proof);
    }

    [Theory]
    [InlineData("cc", true)]
    [InlineData("dd", false)]
    [InlineData(null, false)]
    public async Task Who_registers_is_an_operator_by_an_automatic_certificate(string? certfp, bool isOper)
    {
        foreach (RootSecrets secrets in (RootSecrets[])[s_secrets, s_secrets with { ServerPassword = null }])
        {
            using Prover prover = new(secrets);
            SessionOpened ask = Opened("open sesame") with { Certfp = certfp };
            Assert.Equal(isOper ? "auto" : null, (await prover.ProveAsync(Asking(ask))).Oper?.Name);
        }
    }

    [Theory]
    [InlineData("open sesame", true)]
    [InlineData("open Sesame", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task A_session_is_proven_by_the_servers_password(string? password, bool isRight)
    {
        using Prover prover = new(s_secrets);
        Assert.Equal(new Proof(isRight, null), await prover.ProveAsync(Asking(Opened(password))));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("web", "gateway", false)]
    [InlineData("web", "Gateway", true)]
    [InlineData("web", null, true)]
    [InlineData("certified", "whatever", false)]
    [InlineData("gone", "gateway", true)]
    public async Task A_gateway_is_proven_by_its_own_password(string? gateway, string? password, bool isWrong)
    {
        RootSecrets secrets = RootSecrets.None with
        {
            Gateways = new Dictionary<string, Verifier?>
            {
                ["web"] = Verifier.Of("gateway", 1), ["certified"] = null,
            },
        };
        using Prover prover = new(secrets);
        Request asked = Asking(Opened(null) with { Gateway = gateway, GatewayPassword = password });
        Assert.Equal(gateway is not null, prover.NeedsWork(asked));
        Assert.Equal(isWrong, (await prover.ProveAsync(asked)).GatewayIsWrong);
    }

    [Fact]
    public async Task Everything_else_needs_no_work_and_no_memory()
    {
        using Prover prover = new(s_secrets);
        ClientLine line = new(1, null, "PRIVMSG #dev :hi");
        Request[] requests = [Asking(line), Asking(new LeafUp()), Asking(new SessionClosed(1, "bye"))];
        Assert.DoesNotContain(requests, prover.NeedsWork);
        Assert.All(requests, request => Assert.True(prover.ProveAsync(request).IsCompleted));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            foreach (Request request in requests) await prover.ProveAsync(request);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task Without_secrets_every_session_is_right_and_nobody_an_operator()
    {
        using Prover prover = new(RootSecrets.None);
        Request session = Asking(Opened(null)), oper = Asking(new ClientLine(1, null, "OPER root rootpassword"));
        Assert.False(prover.NeedsWork(session) || prover.NeedsWork(oper));
        Assert.Equal(new Proof(true, null), await prover.ProveAsync(session));
        Assert.Equal(new Proof(true, null), await prover.ProveAsync(oper));
    }

    [Fact]
    public async Task New_secrets_hold_at_once()
    {
        using Prover prover = new(s_secrets);
        Assert.True((await prover.ProveAsync(Asking(Opened("open sesame")))).PasswordIsRight);
        prover.Secrets = s_secrets with { ServerPassword = Verifier.Of("changed", 1) };
        Assert.False((await prover.ProveAsync(Asking(Opened("open sesame")))).PasswordIsRight);
        Assert.True((await prover.ProveAsync(Asking(Opened("changed")))).PasswordIsRight);
    }

    [Fact]
    public async Task Who_comes_when_too_many_wait_is_refused_and_later_is_not()
    {
        // Slow enough that none is done while the others come.
        using Prover prover = new(s_secrets with { ServerPassword = Verifier.Of("right", 30_000) });
        Task<Proof>[] wrong =
            [.. Enumerable.Range(0, Prover.Waiting + 4).Select(i => prover.ProveAsync(Asking(Opened($"wrong {i}"))))];
        Task<Proof> late = prover.ProveAsync(Asking(Opened("right")));
        Assert.True(late.IsCompleted);
        Assert.False((await late).PasswordIsRight);
        await Task.WhenAll(wrong);
        Assert.True((await prover.ProveAsync(Asking(Opened("right")))).PasswordIsRight);
    }

    [Fact]
    public async Task Any_number_may_come_with_the_same_right_password()
    {
        using Prover prover = new(s_secrets with { ServerPassword = Verifier.Of("right", 30_000) });
        Request asking = Asking(Opened("right"));
        Proof[] proofs = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => prover.ProveAsync(asking)));
        Assert.All(proofs, proof => Assert.True(proof.PasswordIsRight));
    }

    [Theory]
    [InlineData("OPER root secret", "OPER ***")]
    [InlineData("pass :secret", "pass ***")]
    [InlineData("@a=b :me OPER root secret", "@a=b :me OPER ***")]
    [InlineData("  OPER root secret", "  OPER ***")]
    [InlineData("OPER", "OPER ***")]
    [InlineData("PRIVMSG #dev :OPER root secret", "PRIVMSG #dev :OPER root secret")]
    [InlineData("", "")]
    [InlineData("@only", "@only")]
    [InlineData(":", ":")]
    public void Passwords_in_lines_are_hidden(string line, string shown) =>
        Assert.Equal(shown, PasswordLine.Masked(line));

    private static Request Asking(Ask ask) => new(1, "leaf-1", 1, 1, 1, ask);

    private static SessionOpened Opened(string? password) => new(1, "a", "a", "a", "h", "127.0.0.1", false, password);
}
