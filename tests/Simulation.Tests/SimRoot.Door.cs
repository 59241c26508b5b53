using IrcNats.Commands;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

// What it answers outside the order, active or standby, and what it makes of the tickets of others.
sealed partial class SimRoot
{
    private readonly ProofDoor _door = new();

    private LoadedConfig Config => _file.Config;

    /// <summary>It is told to read its file again (SIGHUP), and does so in its own time.</summary>
    public void Rehash() => After(Time.Dice.Next(500), () =>
    {
        _file = Cluster.File;
        if (Writer is not null) Writer.Secrets = Config.Secrets;
    });

    /// <summary>The bus chose it to answer a question.</summary>
    public void Ask(byte[] question, Action<byte[]> answer) => _commands.Down(() => Post(() =>
    {
        byte[] said = Codec.Encode(Answer(SimCluster.Decode<ProofQuestion>(question)));
        _commands.Up(() => answer(said));
    }));

    private ProofAnswer Answer(ProofQuestion asked) => asked.Purpose == Purpose.Citation
        ? ProofDoor.Cite(asked, Config, Cluster.Stream.Get(Citation.SeqOf(asked.Name)!.Value), Now)
        : _door.Answer(asked, Config, Now, Now);

    // Nobody may become an operator by a password that this root knows to be changed.
    private void Take(Writer writer, Request request, string replyTo)
    {
        SessionId session = new(request.Leaf, request.Incarnation, request.Ask.SessionNumber);
        bool was = IsOper(writer, session);
        writer.Take(Resealed(request, session), replyTo, Now);
        if (was || !IsOper(writer, session) || request.Tickets is not [{ Name: "root" } ticket]) return;
        string password = Cluster.PasswordOf(ticket);
        if (password != _file.Password)
            throw new Violation($"{session} became an operator by '{password}', which was changed to {_file.Password}");
    }

    private static bool IsOper(Writer writer, SessionId session) => writer.Network.FindUser(session)?.IsOper == true;

    // A root that looks at no generation: whatever was proved, it takes it for a proof of the verifier of now.
    private Request Resealed(Request request, SessionId session)
    {
        if (Cluster.Broken != BrokenRule.NoGenerationCheck || request.Tickets is not { } tickets) return request;
        RootSecrets secrets = Config.Secrets;
        return request with
        {
            Tickets =
            [
                .. from ticket in tickets
                   let generation = secrets.Find(ticket.Purpose, ticket.Name)?.Generation ?? 0
                   select secrets.Key.Sealed(ticket with { Generation = generation }, session),
            ],
        };
    }
}
