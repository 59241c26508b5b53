using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using IrcNats.Leaf.Core;
using IrcNats.Proving;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Leaf.Proving;

/// <summary>
/// Proves to any root what a session wants proved. It plays SCRAM's client with a password, or asks which message the
/// log has at a msgid. Each proof takes at most <see cref="Patience"/>, and longer only if somebody outside the network
/// is asked before (<see cref="OutsidePatience"/>). The number of proofs is bounded.
/// </summary>
/// <param name="ask">Asks any root; null if none answers now.</param>
[SuppressMessage("Design", "CA1001", Justification = "Nobody waits on the semaphore's handle: it has none.")]
public sealed class Prover(
    Func<ProofQuestion, CancellationToken, Task<ProofAnswer?>> ask, HashPool hashes, string leaf, ulong incarnation,
    TimeProvider time, ILogger log)
{
    /// <summary>Proofs at a time.</summary>
    public const int AtOnce = 4096;

    // Questions on the bus at a time.
    private const int QuestionsAtOnce = 64;

    private const int SaltBytes = 16;

    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(200);

    // Who outside is slow keeps no other question waiting.
    private readonly SemaphoreSlim _turns = new(QuestionsAtOnce), _turnsOutside = new(QuestionsAtOnce);
    private int _underWay;

    /// <summary>How long a session waits at most, for a root and for its turn to have a password hashed.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The same where somebody outside the network is asked before.</summary>
    public static TimeSpan OutsidePatience { get; } =
        TimeSpan.FromMilliseconds(Purpose.Outside.AnsweredWithin() + 1000);

    /// <summary>What came of a proof. From any thread.</summary>
    public event Action<Wanted, Proved>? Answered;

    /// <summary>Proofs under way, for tests.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Begins a proof. False if too many are under way; then no root is asked.</summary>
    public bool Begin(Wanted wanted)
    {
        if (Interlocked.Increment(ref _underWay) > AtOnce)
        {
            Interlocked.Decrement(ref _underWay);
            return false;
        }

        _ = Task.Run(() => RunAsync(wanted));
        return true;
    }

    private async Task RunAsync(Wanted wanted)
    {
        Proved? outside = wanted.Outside is var (kind, key) ? await AskOutsideAsync(wanted, kind, key) : null;
        Proved proved = outside is { } said && IsFinal(wanted, said.Kind)
            ? said
            : Together(outside, await SaidAsync(wanted, await RunInsideAsync(wanted)));
        Interlocked.Decrement(ref _underWay);
        Answered?.Invoke(wanted, proved);
    }

    /// <summary>Whether nobody else is asked. Somebody outside who does not know a password, or says nothing, is not
    /// the last: it may be an account of the network's own.</summary>
    public static bool IsFinal(Wanted wanted, ProofKind outside) =>
        wanted.Purpose == Purpose.Outside || outside is not (ProofKind.Wrong or ProofKind.Busy);

    /// <summary>What comes of both. If nobody outside could say it, it is no wrong password.</summary>
    public static Proved Together(Proved? outside, Proved inside) =>
        inside.Kind == ProofKind.Wrong && outside is { Kind: ProofKind.Busy } ? outside.Value : inside;

    // What somebody outside is asked about goes to a root in a box that only roots can open.
    private Task<Proved> AskOutsideAsync(Wanted wanted, OutsideKind kind, string key) => WaitAsync(
        wanted, OutsidePatience, async stop =>
        {
            using ECDiffieHellman ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            byte[] box = SealedBox.Seal(ephemeral, key, wanted.OutsideText(kind), wanted.Name);
            return Read(wanted, await AskAsync(wanted.OutsideQuestionOf(leaf, incarnation, box), stop));
        });

    private Task<Proved> RunInsideAsync(Wanted wanted) => WaitAsync(wanted, Patience, async stop =>
        wanted.IsOneQuestion ? Read(wanted, await AskAsync(QuestionOf(wanted), stop))
            : wanted.Purpose.IsBoxed() ? await SealAsync(wanted, stop)
            : await ProveAsync(wanted, stop));

    private async Task<Proved> WaitAsync(
        Wanted wanted, TimeSpan atMost, Func<CancellationToken, Task<Proved>> prove)
    {
        using CancellationTokenSource patience = new(atMost, time);
        try
        {
            return await prove(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody answered in time.
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            Log.UnreadableProof(log, wanted.Purpose, wrong.Message);
        }

        return new Proved(ProofKind.Busy);
    }

    private async Task<Proved> ProveAsync(Wanted wanted, CancellationToken stop)
    {
        ScramClient scram = new(wanted.Name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        ProofQuestion first = QuestionOf(wanted) with { First = scram.First };
        ProofAnswer said = await AskAsync(first, stop);
        if (said.Kind != ProofKind.Challenge) return Read(wanted, said);
        ServerFirst challenge = scram.Challenged(said.Text);
        byte[]? salted = await hashes.HashAsync(wanted, challenge, stop);
        if (salted is null) return new Proved(ProofKind.Busy);
        ProofAnswer result = await AskAsync(first with { Final = scram.Final(challenge, salted) }, stop);
        if (result.Kind != ProofKind.Right) return Read(wanted, result);
        if (!scram.IsSigned(result.Text)) throw new FormatException("the server-final-message has a wrong signature");
        hashes.WasRight(wanted.Password, challenge, salted);
        return Read(wanted, result);
    }

    // The password of an account that came from another network is said to roots, once, if there is one to be said.
    private async Task<Proved> SaidAsync(Wanted wanted, Proved inside)
    {
        if (inside.Kind != ProofKind.SaysPassword) return inside;
        if (!wanted.CanSayPassword) return inside with { Kind = ProofKind.Refused };
        return await WaitAsync(wanted, OutsidePatience, async stop =>
        {
            var (iterations, key) = wanted.Recipe!.Value;
            if (await VerifierAsync(wanted, iterations, stop) is not { } verifier) return new Proved(ProofKind.Busy);
            using ECDiffieHellman ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            byte[] box = SealedBox.Seal(ephemeral, key, wanted.OldPasswordText(verifier), wanted.Name);
            return Read(wanted, await AskAsync(wanted.OldPasswordQuestionOf(leaf, incarnation, box), stop));
        });
    }

    // The verifier of a new password, an address and a code go to a root in a box that only roots can open.
    private async Task<Proved> SealAsync(Wanted wanted, CancellationToken stop)
    {
        if (wanted.Recipe is not var (iterations, key)) return new Proved(ProofKind.Busy);
        string? verifier = wanted.Purpose.SetsPassword() ? await VerifierAsync(wanted, iterations, stop) : "";
        if (verifier is null) return new Proved(ProofKind.Busy);
        using ECDiffieHellman ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] box = SealedBox.Seal(ephemeral, key, wanted.BoxText(verifier), wanted.Name);
        return Read(wanted, await AskAsync(QuestionOf(wanted) with { Box = box }, stop));
    }

    private async Task<string?> VerifierAsync(Wanted wanted, int iterations, CancellationToken stop)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[]? salted = await hashes.HashAsync(wanted, new ServerFirst("", salt, iterations), stop);
        return salted is null ? null : Scram.VerifierOf(iterations, salt, salted);
    }

    // A root that answers nothing may be dying, and for a moment after its death no root answers. So the question is
    // asked again; and so it is where a root has not come as far as this leaf.
    private async Task<ProofAnswer> AskAsync(ProofQuestion question, CancellationToken stop)
    {
        SemaphoreSlim turns = question.Purpose.TakesLong() ? _turnsOutside : _turns;
        await turns.WaitAsync(stop);
        try
        {
            while (true)
            {
                if (await ask(question, stop) is { Kind: not ProofKind.Behind } answer) return answer;
                await Task.Delay(s_again, time, stop);
            }
        }
        finally
        {
            turns.Release();
        }
    }

    private Proved Read(Wanted wanted, ProofAnswer answer)
    {
        switch (answer.Kind)
        {
            case ProofKind.Right when answer.Ticket is { } ticket:
                return new Proved(ProofKind.Right, ticket, Text: answer.Text);
            case ProofKind.Wrong or ProofKind.Unverified:
                return new Proved(answer.Kind);
            case ProofKind.Challenge or ProofKind.Refused or ProofKind.SaysPassword:
                return new Proved(answer.Kind, Text: answer.Text);
            case ProofKind.Throttled:
                return long.TryParse(answer.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long wait)
                    ? new Proved(ProofKind.Throttled, Wait: wait)
                    : throw new FormatException($"'{answer.Text}' is not a time to wait");
            default:
                Log.NotProved(log, wanted.Purpose, answer.Kind, answer.Text);
                return new Proved(ProofKind.Busy);
        }
    }

    private ProofQuestion QuestionOf(Wanted wanted) => wanted.QuestionOf(leaf, incarnation);
}
