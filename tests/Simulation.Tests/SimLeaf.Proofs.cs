using IrcNats.Leaf.Core;
using IrcNats.Leaf.Proving;
using IrcNats.Proving;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

// Does what a leaf's prover does, on the virtual clock: asks whichever root the bus chooses, and asks again if that
// root does not answer.
sealed partial class SimLeaf
{
    private const int AskAgainAfter = 700;

    private static readonly long s_patience = (long)Prover.Patience.TotalMilliseconds;

    private int _nonces;

    bool ILeafPorts.Prove(Wanted wanted)
    {
        Post(() => Begin(() => ProveAsync(wanted)));
        return true;
    }

    private async Task ProveAsync(Wanted wanted)
    {
        long end = Time.Now + s_patience;
        ProofAnswer? outside = wanted.Outside is var (kind, key) ? await OutsideAsync(wanted, kind, key, end) : null;
        bool isFinal = outside is not null && Prover.IsFinal(wanted, outside.Kind);
        ProofAnswer? answer = isFinal ? outside
            : wanted.IsOneQuestion ? await AskAsync(QuestionOf(wanted), end)
            : wanted.Purpose.IsBoxed() ? await SealAsync(wanted, end)
            : await ScramAsync(wanted, end);
        if (answer is { Kind: ProofKind.Malformed }) throw new Violation($"{Name} asked what is none: {answer.Text}");
        if (!isFinal && answer is { Kind: ProofKind.Wrong } && outside is { Kind: ProofKind.Busy }) answer = outside;
        if (answer?.Ticket is { } ticket) Cluster.Note(ticket, wanted.Password);
        Do(() => Core.Proved(wanted, new Proved(
            answer?.Kind ?? ProofKind.Busy, answer?.Ticket, Text: answer?.Text ?? ""), Now));
    }

    private Task<ProofAnswer?> OutsideAsync(Wanted wanted, OutsideKind kind, string key, long end) => AskAsync(
        wanted.OutsideQuestionOf(
            Name, Core.Incarnation, TestDoor.BoxOf(wanted.OutsideText(kind), key, wanted.Name)), end);

    private async Task<ProofAnswer?> SealAsync(Wanted wanted, long end)
    {
        (int iterations, string key) = wanted.Recipe!.Value;
        await Wait(Time.Dice.Next(100));
        byte[] box = TestDoor.BoxOf(wanted, iterations, key);
        return await AskAsync(QuestionOf(wanted) with { Box = box }, end);
    }

    private async Task<ProofAnswer?> ScramAsync(Wanted wanted, long end)
    {
        ScramClient scram = new(wanted.Name, $"{Name}-{++_nonces}");
        ProofQuestion first = QuestionOf(wanted) with { First = scram.First };
        if (await AskAsync(first, end) is not { Kind: ProofKind.Challenge } said) return null;
        ServerFirst challenge = scram.Challenged(said.Text);
        // Hashing takes a while.
        await Wait(Time.Dice.Next(100));
        byte[] salted = Scram.SaltedPassword(wanted.Password, challenge.Salt, challenge.Iterations);
        return await AskAsync(first with { Final = scram.Final(challenge, salted) }, end);
    }

    private async Task<ProofAnswer?> AskAsync(ProofQuestion question, long end)
    {
        byte[] bytes = Codec.Encode(question);
        while (Time.Now < end)
        {
            ProofAnswer? answer = null;
            _requests.Up(() => Cluster.AnyRoot()?.Ask(bytes, said =>
                _requests.Down(() => Post(() => answer ??= SimCluster.Decode<ProofAnswer>(said)))));
            for (long asked = Time.Now; answer is null && Time.Now - asked < AskAgainAfter;) await Wait(1);
            if (answer is { Kind: not ProofKind.Behind }) return answer;
            if (answer is not null) await Wait(AskAgainAfter);
        }

        return null;
    }

    private ProofQuestion QuestionOf(Wanted wanted) => wanted.QuestionOf(Name, Core.Incarnation);
}
