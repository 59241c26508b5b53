using System.Security.Cryptography;
using IrcNats.Commands;
using IrcNats.Leaf.Core;
using IrcNats.Leaf.Proving;
using IrcNats.Proving;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Core.Outside;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Transcripts;

/// <summary>
/// A root's door and a leaf before it, in one thread: what a session must prove is asked and answered at once.
/// Everything still goes through the wire format.
/// </summary>
public sealed class TestDoor
{
    private readonly ProofDoor _door = new();
    private readonly OutsideDesk _outside;
    private readonly OldPasswordDesk _old;
    private readonly List<(int Number, OutsideQuestion Question)> _asked = [];
    private readonly List<(int Number, OldPasswordQuestion Question)> _compared = [];
    private ProofAnswer? _answered;
    private int _nonces;

    public TestDoor(LoadedConfig config)
    {
        Config = config;
        _outside = new OutsideDesk(
            _door, (number, question) => _asked.Add((number, question)), (_, said) => _answered = said, Alarms.Add);
        _old = new OldPasswordDesk(
            _door, 1, (number, question) => _compared.Add((number, question)), (_, said) => _answered = said);
    }

    /// <summary>What was wrong with answers from outside.</summary>
    public List<string> Alarms { get; } = [];

    /// <summary>The root's network, which has the accounts.</summary>
    public Network Network { get; set; } = new();

    /// <summary>Every question and every answer, as they crossed the bus.</summary>
    public List<byte[]> Payloads { get; } = [];

    /// <summary>Replaced when a root reads its file again.</summary>
    public LoadedConfig Config { get; set; }

    /// <summary>The door of the network on which transcripts are played.</summary>
    public static TestDoor OfTranscripts() => new(new LoadedConfig(TestConfig.Public, TestConfig.Secrets));

    /// <param name="entryAt">Reads the log; null where there is none to read.</param>
    /// <param name="now">Unix milliseconds.</param>
    public Proved Prove(
        Wanted wanted, string leaf, ulong incarnation, long now, Func<ulong, byte[]?>? entryAt = null)
    {
        Proved? outside = wanted.Outside is var (kind, sealKey)
            ? Read(Answer(wanted.OutsideQuestionOf(
                leaf, incarnation, BoxOf(wanted.OutsideText(kind), sealKey, wanted.Name)), now))
            : null;
        if (outside is { } said && Prover.IsFinal(wanted, said.Kind)) return said;
        ProofQuestion asked = wanted.QuestionOf(leaf, incarnation);
        ProofAnswer answer = wanted.IsOneQuestion ? Answer(asked, now, entryAt)
            : wanted.Recipe is var (iterations, key) && wanted.Purpose.IsBoxed()
                ? Answer(asked with { Box = BoxOf(wanted, iterations, key) }, now)
            : Prove(asked, wanted.Password, now);
        return Prover.Together(outside, Read(Said(wanted, answer, leaf, incarnation, now)));
    }

    // The password of an account that came from another network is said to the root.
    private ProofAnswer Said(Wanted wanted, ProofAnswer answer, string leaf, ulong incarnation, long now)
    {
        if (answer.Kind != ProofKind.SaysPassword) return answer;
        if (!wanted.CanSayPassword) return answer with { Kind = ProofKind.Refused };
        var (iterations, key) = wanted.Recipe!.Value;
        byte[] box = BoxOf(wanted.OldPasswordText(VerifierOf(wanted.Password, iterations)), key, wanted.Name);
        return Answer(wanted.OldPasswordQuestionOf(leaf, incarnation, box), now);
    }

    /// <summary>The answer to one question.</summary>
    public ProofAnswer Answer(ProofQuestion asked, long now, Func<ulong, byte[]?>? entryAt = null)
    {
        ProofQuestion read = Through(asked);
        if (read.Purpose == Purpose.Outside && ProofDoor.Misshapen(read) is null) return Through(AskOutside(read, now));
        if (read.Purpose == Purpose.OldPassword && ProofDoor.Misshapen(read) is null)
            return Through(AskOldPassword(read, now));
        return Through(read.Purpose == Purpose.Citation && ProofDoor.Misshapen(read) is null
            ? ProofDoor.Cite(read, Config, entryAt?.Invoke(Citation.SeqOf(read.Name)!.Value), now)
            : _door.Answer(read, Config, Network, now, now));
    }

    /// <summary>What a leaf seals for roots alone.</summary>
    public static byte[] BoxOf(Wanted wanted, int iterations, string key) => BoxOf(
        wanted.BoxText(wanted.Purpose.SetsPassword() ? VerifierOf(wanted.Password, iterations) : ""), key, wanted.Name);

    /// <summary>The verifier of a new password, sealed for roots.</summary>
    public static byte[] BoxOf(string password, int iterations, string key, string account) =>
        BoxOf(VerifierOf(password, iterations), key, account);

    /// <summary>A text, sealed for roots.</summary>
    public static byte[] BoxOf(string text, string key, string about)
    {
        using ECDiffieHellman pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return SealedBox.Seal(pair, key, text, about);
    }

    private static string VerifierOf(string password, int iterations)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        return Scram.VerifierOf(iterations, salt, Scram.SaltedPassword(password, salt, iterations));
    }

    private ProofAnswer AskOutside(ProofQuestion read, long now)
    {
        _outside.Asked(read, "", Config, Network, now);
        foreach (var (number, question) in _asked.ToArray())
            _outside.Answered(number, TestSidecar.Ask(question), Config, Network, now, now);
        _asked.Clear();
        return _answered!;
    }

    private ProofAnswer AskOldPassword(ProofQuestion read, long now)
    {
        _old.Asked(read, "", Config, Network, now);
        foreach (var (number, question) in _compared.ToArray())
            _old.Answered(number, OldPasswords.Compare(question), Config, Network, now, now);
        _compared.Clear();
        return _answered!;
    }

    private ProofAnswer Prove(ProofQuestion asked, string password, long now)
    {
        ScramClient scram = new(asked.Name, $"nonce{++_nonces}");
        ProofQuestion first = asked with { First = scram.First };
        ProofAnswer said = Answer(first, now);
        if (said.Kind != ProofKind.Challenge) return said;
        ServerFirst challenge = scram.Challenged(said.Text);
        byte[] salted = Scram.SaltedPassword(password, challenge.Salt, challenge.Iterations);
        ProofAnswer result = Answer(first with { Final = scram.Final(challenge, salted) }, now);
        return result.Kind != ProofKind.Right || scram.IsSigned(result.Text)
            ? result
            : throw new InvalidOperationException("the server does not know the verifier");
    }

    private static Proved Read(ProofAnswer answer) => new(
        answer.Kind, answer.Ticket,
        answer.Kind == ProofKind.Throttled
            ? long.Parse(answer.Text, System.Globalization.CultureInfo.InvariantCulture)
            : 0,
        answer.Text);

    private T Through<T>(T payload)
        where T : Payload
    {
        byte[] bytes = Codec.Encode(payload);
        Payloads.Add(bytes);
        return Codec.TryDecode(bytes, out T? read, out string? error)
            ? read
            : throw new InvalidOperationException(error);
    }
}
