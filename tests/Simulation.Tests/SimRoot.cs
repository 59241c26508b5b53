using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>A root in the simulation: the real writer, behind a mailbox, over the simulated log.</summary>
sealed class SimRoot : IRootPorts
{
    private readonly SimCluster _cluster;
    private readonly Queue<(Request Request, string ReplyTo)> _mail = [];
    private readonly Writer _writer;
    private bool _scheduled;

    public SimRoot(SimCluster cluster, Network network)
    {
        _cluster = cluster;
        _writer = new Writer(network, this);
    }

    public bool Dead { get; set; }
    public Writer Writer => _writer;

    public void Receive(Request request, string replyTo)
    {
        if (Dead) return;
        _mail.Enqueue((request, replyTo));
        if (_scheduled) return;
        _scheduled = true;
        _cluster.Time.After(_cluster.Time.Dice.Next(3), Work);
    }

    private void Work()
    {
        _scheduled = false;
        if (Dead) return;
        while (_mail.TryDequeue(out var mail))
            _writer.Take(mail.Request, mail.ReplyTo, TestConfig.Prove(mail.Request), _cluster.Time.Now);
        _writer.Flush();
    }

    void IRootPorts.Append(ulong seq, Entry entry) => _cluster.Append(this, seq, Codec.Encode(entry));

    void IRootPorts.Reply(string to, Reply reply) => _cluster.Reply(to, Codec.Encode(reply));

    void IRootPorts.Faulted(Request request, Exception fault) => _cluster.HandlerFaults.Add(fault);
}
