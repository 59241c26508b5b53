using IrcNats.Leaf.Core;
using IrcNats.Proving;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Proving;

/// <summary>What any root answers outside the order.</summary>
public class ProofDoorTests
{
    private static readonly LoadedConfig s_config = new(new NetworkConfig(), TestConfig.Secrets);
    private static readonly Network s_net = new();

    private readonly ProofDoor _door = new();

    [Theory]
    [InlineData(Purpose.Oper, "root", "rootpassword", ProofKind.Right)]
    [InlineData(Purpose.Oper, "ROOT", "rootpassword", ProofKind.Right)]
    [InlineData(Purpose.Oper, "root", "Rootpassword", ProofKind.Wrong)]
    [InlineData(Purpose.Oper, "nobody", "rootpassword", ProofKind.Wrong)]
    [InlineData(Purpose.Gateway, "web", "rootpassword", ProofKind.Right)]
    [InlineData(Purpose.Gateway, "root", "rootpassword", ProofKind.Wrong)]
    [InlineData(Purpose.ServerPassword, "", "rootpassword", ProofKind.Wrong)]
    public void A_password_is_proved_for_its_name_and_purpose(
        Purpose purpose, string name, string password, ProofKind kind)
    {
        Wanted wanted = new(1, purpose, name, password, "192.0.2.1");
        Proved proved = TestDoor.OfTranscripts().Prove(wanted, "leaf-1", 1, 1000);
        Assert.Equal((kind, kind == ProofKind.Right), (proved.Kind, proved.Ticket is not null));
    }

    [Fact]
    public void A_name_that_nobody_has_looks_like_others()
    {
        ServerFirst one = Challenge("nobody", "abc"), again = Challenge("NOBODY", "def");
        ServerFirst other = Challenge("else", "abc"), known = Challenge("root", "abc");
        Assert.Equal(one.Salt, again.Salt);
        Assert.NotEqual(one.Salt, other.Salt);
        Assert.Equal((known.Iterations, known.Salt.Length), (one.Iterations, one.Salt.Length));
    }

    [Fact]
    public void Any_root_takes_the_answer_to_anothers_challenge()
    {
        (ProofQuestion first, ScramClient scram) = First("root");
        ProofQuestion second = Final(first, scram, _door.Answer(first, s_config, s_net, 1000, 0).Text);
        Assert.Equal(ProofKind.Right, new ProofDoor().Answer(second, s_config, s_net, 30_000, 0).Kind);
    }

    [Fact]
    public void A_challenge_is_for_a_minute_one_session_and_one_password()
    {
        (ProofQuestion first, ScramClient scram) = First("root");
        ProofQuestion second = Final(first, scram, _door.Answer(first, s_config, s_net, 1000, 0).Text);
        LoadedConfig changed = s_config with
        {
            Secrets = s_config.Secrets with { Opers = Opers("changed") },
        };
        LoadedConfig elsewhere = s_config with
        {
            Secrets = s_config.Secrets with { Key = RootsKey.OfThisProcess() },
        };
        Assert.Equal(ProofKind.Busy, _door.Answer(second, s_config, s_net, 61_001, 0).Kind);
        Assert.Equal(ProofKind.Busy, _door.Answer(second with { Session = 6 }, s_config, s_net, 2000, 0).Kind);
        Assert.Equal(ProofKind.Busy, _door.Answer(second with { Leaf = "leaf-2" }, s_config, s_net, 2000, 0).Kind);
        Assert.Equal(ProofKind.Busy, _door.Answer(second, changed, s_net, 2000, 0).Kind);
        Assert.Equal(ProofKind.Busy, _door.Answer(second, elsewhere, s_net, 2000, 0).Kind);
        // None of that was a wrong password.
        Assert.Equal(ProofKind.Right, _door.Answer(second, s_config, s_net, 2000, 0).Kind);
    }

    [Fact]
    public void Wrong_tries_are_counted_over_all_leaves_before_anything_is_checked()
    {
        (ProofQuestion first, ScramClient scram) = First("root");
        string challenge = _door.Answer(first, s_config, s_net, 1000, 0).Text;
        ProofQuestion wrong = Final(first, scram, challenge, "wrong"), right = Final(first, scram, challenge);
        Assert.Equal(ProofKind.Wrong, _door.Answer(wrong, s_config, s_net, 1000, 0).Kind);
        ProofAnswer refused = _door.Answer(right, s_config, s_net, 1000, 4000);
        Assert.Equal((ProofKind.Throttled, "6000"), (refused.Kind, refused.Text));
        Assert.Equal(
            ProofKind.Throttled,
            _door.Answer(first with { Leaf = "leaf-2", Session = 9 }, s_config, s_net, 1000, 4000).Kind);
        Assert.Equal(
            ProofKind.Challenge, _door.Answer(first with { Address = "::1" }, s_config, s_net, 1000, 4000).Kind);
        Assert.Equal(ProofKind.Right, _door.Answer(right, s_config, s_net, 11_000, 10_000).Kind);
    }

    public static TheoryData<string, string?, string?, string> Misshapen => new()
    {
        { "root", null, null, "has no client-first-message" },
        { "root", "hello", null, "does not begin with 'n,,'" },
        { "root", "n,,n=root", null, "is not n=NAME,r=NONCE" },
        { "root", "n,,n=other,r=abc", null, "names somebody else" },
        { "root", "n,,n=root,r=abc", "hello", "is not c=BINDING,r=NONCE,p=PROOF" },
        { "root", "n,,n=root,r=abc", "c=biws,r=abc,p=?", "has no proof in base64" },
        { "root", "n,,n=root,r=abc", "c=eSws,r=abc,p=AQID", "of another channel binding" },
        { new string('x', 1000), "n,,n=x,r=abc", null, "too long" },
        { "root", new string('n', 3000), null, "too long" },
    };

    [Theory, MemberData(nameof(Misshapen))]
    public void A_question_of_the_wrong_shape_is_told_what_is_wrong_with_it(
        string name, string? first, string? final, string why)
    {
        ProofQuestion asked = First("root").Asked with { Name = name, First = first, Final = final };
        ProofAnswer answer = _door.Answer(asked, s_config, s_net, 1000, 0);
        Assert.Equal(ProofKind.Malformed, answer.Kind);
        Assert.Contains(why, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    public void A_purpose_that_is_not_known_is_said_to_be(int purpose)
    {
        ProofQuestion asked = First("root").Asked with { Purpose = (Purpose)purpose };
        ProofAnswer answer = _door.Answer(asked, s_config, s_net, 1000, 0);
        Assert.Equal((ProofKind.Malformed, $"purpose {purpose} is not known here"), (answer.Kind, answer.Text));
    }

    [Theory]
    [InlineData("c=biws,r=abc,p=AQID")]
    [InlineData("c=biws,r=abcx.y,p=AQID")]
    [InlineData("c=biws,r=abc1000.00,p=AQID")]
    [InlineData("c=biws,r=other,p=AQID")]
    public void An_answer_to_no_challenge_is_no_wrong_password(string final)
    {
        ProofQuestion asked = First("root").Asked with { First = "n,,n=root,r=abc", Final = final };
        Assert.Equal(ProofKind.Busy, _door.Answer(asked, s_config, s_net, 1000, 0).Kind);
        Assert.Equal(ProofKind.Challenge, _door.Answer(asked with { Final = null }, s_config, s_net, 1000, 0).Kind);
    }

    [Fact]
    public void A_root_that_is_not_as_far_as_the_leaf_does_not_answer_for_accounts()
    {
        ProofQuestion asked = First("root").Asked with { Purpose = Purpose.Login, After = 1 };
        Assert.Equal(ProofKind.Behind, _door.Answer(asked, s_config, s_net, 1000, 0).Kind);
        Assert.Equal(ProofKind.Challenge, _door.Answer(asked with { After = 0 }, s_config, s_net, 1000, 0).Kind);
    }

    private static Dictionary<string, OperBlock> Opers(string password) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["root"] = new OperBlock(new Oper("root", "is a server operator"), Verifier.Of(password, 1)),
    };

    // Whoever asks for codes is counted over all leaves, whether or not there is such an account.
    [Fact]
    public void Codes_are_mailed_for_an_address_a_few_times_in_a_minute()
    {
        string[] said =
        [
            .. Enumerable.Range(1, 4).Select(i => $"{Ask($"leaf-{i}", $"user{i}", "192.0.2.1").Kind}"),
            $"{Ask("leaf-1", "user1", "198.51.100.1").Kind}",
        ];
        Assert.Equal(["Right", "Right", "Right", "Throttled", "Right"], said);

        ProofAnswer Ask(string leaf, string account, string address) => _door.Answer(
            new ProofQuestion(Payload.FormatVersion, leaf, 1, 1, Purpose.NewCode, account, address),
            s_config with { Public = new NetworkConfig() }, s_net, 1000, 0);
    }

    // A code that is wrong is wrong on every leaf.
    [Theory]
    [InlineData(Purpose.EmailCode)]
    [InlineData(Purpose.PasswordByCode)]
    public void Wrong_codes_are_counted_for_an_address_over_all_leaves(Purpose purpose)
    {
        LoadedConfig config = s_config with
        {
            Public = new NetworkConfig
            {
                Accounts = new AccountsConfig { SealKey = TestConfig.Secrets.Key.PublicKey() },
            },
            Secrets = TestConfig.Secrets,
        };
        Assert.Equal(
            [ProofKind.Wrong, ProofKind.Wrong, ProofKind.Wrong, ProofKind.Throttled],
            Enumerable.Range(1, 4).Select(i => Ask($"leaf-{i}", $"user{i}").Kind));

        ProofAnswer Ask(string leaf, string account)
        {
            Wanted wanted = new(1, purpose, account, "sesame", "192.0.2.1") { Code = "aaaaaaaaaaaaaaaa" };
            return _door.Answer(
                wanted.QuestionOf(leaf, 1) with
                {
                    Box = TestDoor.BoxOf(wanted, 10, config.Public.Accounts.SealKey!),
                },
                config, s_net, 1000, 0);
        }
    }

    private static (ProofQuestion Asked, ScramClient Scram) First(string name, string nonce = "abc")
    {
        ScramClient scram = new(name, nonce);
        return (new ProofQuestion(2, "leaf-1", 1, 5, Purpose.Oper, name, "192.0.2.1") { First = scram.First }, scram);
    }

    private static ProofQuestion Final(
        ProofQuestion first, ScramClient scram, string challenge, string password = "rootpassword")
    {
        ServerFirst server = scram.Challenged(challenge);
        byte[] salted = Scram.SaltedPassword(password, server.Salt, server.Iterations);
        return first with { Final = scram.Final(server, salted) };
    }

    private ServerFirst Challenge(string name, string nonce) =>
        ServerFirst.Parse(_door.Answer(First(name, nonce).Asked, s_config, s_net, 1000, 0).Text);
}
