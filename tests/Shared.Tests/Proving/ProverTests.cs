using System.Collections.Concurrent;
using IrcNats.Leaf.Core;
using IrcNats.Leaf.Proving;
using IrcNats.Proving;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Tests.Proving;

/// <summary>What a leaf does to prove something, with a root that answers as the test says.</summary>
public class ProverTests
{
    // As slow as real ones: long enough for others to come meanwhile.
    private static readonly ServerFirst s_slow = new("abcdef", new byte[16], 300_000);

    private readonly TestDoor _door = TestDoor.OfTranscripts();

    [Theory]
    [InlineData("rootpassword", ProofKind.Right)]
    [InlineData("wrong", ProofKind.Wrong)]
    public async Task A_password_is_proved_or_wrong(string password, ProofKind kind) =>
        Assert.Equal(kind, (await ProveAsync(Wanted(password), q => _door.Answer(q, 1000))).Kind);

    [Fact]
    public async Task Who_is_not_answered_asks_again()
    {
        int asked = 0;
        Proved proved = await ProveAsync(
            Wanted("rootpassword"), q => ++asked is 1 or 3 ? null : _door.Answer(q, 1000));
        Assert.Equal((ProofKind.Right, 4), (proved.Kind, asked));
    }

    public static TheoryData<ProofKind, string> Odd => new()
    {
        { ProofKind.Challenge, "hello" },
        { ProofKind.Challenge, "r=other,s=AQID,i=1" },
        { ProofKind.Challenge, "r=x,s=AQID,i=99999999" },
        { ProofKind.Throttled, "soon" },
        { ProofKind.Right, "v=AAAA" },
        { ProofKind.Busy, "not now" },
        { ProofKind.Malformed, "no" },
        { (ProofKind)99, "" },
    };

    [Theory, MemberData(nameof(Odd))]
    public async Task An_answer_that_makes_no_sense_is_no_wrong_password(ProofKind kind, string text) => Assert.Equal(
        ProofKind.Busy, (await ProveAsync(Wanted("rootpassword"), _ => new ProofAnswer(2, kind, text))).Kind);

    [Fact]
    public async Task Who_says_that_it_is_right_and_does_not_know_the_verifier_is_not_believed() => Assert.Equal(
        ProofKind.Busy,
        (await ProveAsync(Wanted("wrong"), q => q.Final is null
            ? _door.Answer(q, 1000)
            : new ProofAnswer(2, ProofKind.Right, "v=AAAA")
            {
                Ticket = new Ticket(Purpose.Oper, "root", 1, 1, new byte[32]),
            })).Kind);

    [Theory]
    [InlineData(ProofKind.Right, "wrong", ProofKind.Right)]
    [InlineData(ProofKind.Refused, "rootpassword", ProofKind.Refused)]
    [InlineData(ProofKind.Throttled, "rootpassword", ProofKind.Throttled)]
    [InlineData(ProofKind.Wrong, "rootpassword", ProofKind.Right)]
    [InlineData(ProofKind.Wrong, "wrong", ProofKind.Wrong)]
    [InlineData(ProofKind.Busy, "rootpassword", ProofKind.Right)]
    [InlineData(ProofKind.Busy, "wrong", ProofKind.Busy)]
    public async Task Who_is_not_known_outside_may_be_known_here(ProofKind outside, string password, ProofKind kind)
    {
        Wanted wanted = new(1, Purpose.Oper, "root", password, "192.0.2.1")
        {
            Outside = (OutsideKind.Password, TestConfig.Secrets.Key.PublicKey()),
        };
        ProofAnswer said = new(2, outside, outside == ProofKind.Throttled ? "1000" : "")
        {
            Ticket = new Ticket(Purpose.Outside, "root", 0, 1, new byte[32]) { Account = "root" },
        };
        Proved proved = await ProveAsync(
            wanted, q => q.Purpose == Purpose.Outside ? said : _door.Answer(q, 1000));
        Assert.Equal(kind, proved.Kind);
    }

    [Fact]
    public async Task A_token_is_asked_about_outside_and_nowhere_else()
    {
        Wanted wanted = new(1, Purpose.Outside, "", "token", "192.0.2.1")
        {
            Outside = (OutsideKind.Token, TestConfig.Secrets.Key.PublicKey()),
        };
        List<ProofQuestion> asked = [];
        Proved proved = await ProveAsync(wanted, q =>
        {
            asked.Add(q);
            return new ProofAnswer(2, ProofKind.Wrong, "");
        });
        Assert.Equal(ProofKind.Wrong, proved.Kind);
        OutsideSecret? secret = TestConfig.Secrets.Key.OpenSecret(Assert.Single(asked).Box.Span, "");
        Assert.Equal(new OutsideSecret(OutsideKind.Token, "token"), secret);
    }

    // A hundred logins wait for somebody outside who says nothing; another session's proof is not held up.
    [Fact]
    public async Task Who_says_nothing_outside_holds_up_nobody_else()
    {
        TaskCompletionSource<ProofAnswer?> never = new();
        TaskCompletionSource<Proved> told = new();
        Prover prover = new(
            (q, _) => q.Purpose == Purpose.Outside ? never.Task : Task.FromResult<ProofAnswer?>(_door.Answer(q, 1000)),
            new HashPool(1), "leaf-1", 1, TimeProvider.System, NullLogger.Instance);
        prover.Answered += (wanted, proved) =>
        {
            if (wanted.Purpose == Purpose.Oper) told.SetResult(proved);
        };
        for (int i = 0; i < 100; i++)
            Assert.True(prover.Begin(new Wanted(1, Purpose.Outside, "", "token", "192.0.2.1")
            {
                Outside = (OutsideKind.Token, TestConfig.Secrets.Key.PublicKey()),
            }));
        Assert.True(prover.Begin(Wanted("rootpassword")));
        Assert.Equal(ProofKind.Right, (await told.Task.WaitAsync(TimeSpan.FromSeconds(30))).Kind);
        never.SetResult(new ProofAnswer(2, ProofKind.Wrong, ""));
    }

    [Fact]
    public async Task Addresses_take_turns_however_many_wait_at_one()
    {
        HashPool pool = new(threads: 1);
        ConcurrentQueue<string> done = [];
        Task[] many = [.. Enumerable.Range(0, 12).Select(i => HashAsync($"192.0.2.1", $"many {i}"))];
        await HashAsync("198.51.100.1", "one");
        // What was begun before, and one more.
        Assert.InRange(done.Count, 1, 4);
        await Task.WhenAll(many);
        Assert.Equal((13, 0), (done.Count, pool.Count));

        async Task HashAsync(string address, string password)
        {
            await pool.HashAsync(Wanted(password, address), s_slow, CancellationToken.None);
            done.Enqueue(password);
        }
    }

    [Fact]
    public async Task A_full_pool_says_so_and_is_empty_when_nobody_waits_any_more()
    {
        HashPool pool = new(threads: 1, mostWaiting: 3);
        Wanted[] wanted = [.. Enumerable.Range(0, 12).Select(i => Wanted($"password {i}"))];
        Task<byte[]?>[] all = [.. wanted.Select(w => pool.HashAsync(w, s_slow, CancellationToken.None))];
        Assert.InRange(all.Count(t => t is { IsCompletedSuccessfully: true, Result: null }), 8, 9);
        foreach (Wanted one in wanted) one.End();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(all));
        while (pool.Count > 0) await Task.Delay(1);
        Assert.NotNull(await pool.HashAsync(Wanted("next"), s_slow, CancellationToken.None));
    }

    [Fact]
    public async Task Any_number_with_the_same_password_is_hashed_once_and_a_right_one_never_again()
    {
        HashPool pool = new(threads: 1);
        byte[]?[] salted = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i =>
            pool.HashAsync(Wanted("same", $"2001:db8::{i:x}"), s_slow, CancellationToken.None)));
        Assert.All(salted, s => Assert.Same(salted[0], s));
        pool.WasRight("same", s_slow, salted[0]!);
        Assert.True(pool.HashAsync(Wanted("same"), s_slow, CancellationToken.None).IsCompletedSuccessfully);
        Assert.False(pool.HashAsync(Wanted("other"), s_slow, CancellationToken.None).IsCompleted);
    }

    private static Wanted Wanted(string password, string address = "192.0.2.1") =>
        new(1, Purpose.Oper, "root", password, address);

    private static async Task<Proved> ProveAsync(Wanted wanted, Func<ProofQuestion, ProofAnswer?> answer)
    {
        TaskCompletionSource<Proved> told = new();
        Prover prover = new(
            (question, _) => Task.FromResult(answer(question)), new HashPool(1), "leaf-1", 1, TimeProvider.System,
            NullLogger.Instance);
        prover.Answered += (_, proved) => told.SetResult(proved);
        Assert.True(prover.Begin(wanted));
        Proved proved = await told.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, prover.UnderWay);
        return proved;
    }
}
