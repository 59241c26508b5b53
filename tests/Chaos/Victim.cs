namespace IrcNats.Chaos;

/// <summary>The victim of the strikes.</summary>
enum Victim
{
    /// <summary>The active root is killed.</summary>
    Root,

    /// <summary>The active root stands still for a while, and continues.</summary>
    PauseRoot,

    /// <summary>The root that archives is killed: the standby, which the active root stands in for.</summary>
    Archiver,

    /// <summary>The Cassandra that has the archive is killed.</summary>
    Cassandra,

    /// <summary>The active root hands over to the other, as before a planned restart.</summary>
    Handover,

    /// <summary>A nats-server is killed.</summary>
    Nats,

    /// <summary>Of three nats-servers, the one that leads the log is killed.</summary>
    Cluster,

    /// <summary>A leaf is killed.</summary>
    Leaf,

    /// <summary>A leaf stands still until nats-server cuts it off, and continues.</summary>
    Slow,

    /// <summary>One of three nats-servers stands still for a while, as if the others did not reach it.</summary>
    Partition,

    /// <summary>One of three nats-servers after the other is taken down and up again, as for an upgrade.</summary>
    NatsMaintenance,

    /// <summary>One root or leaf after the other is replaced by another build, and then back again.</summary>
    Upgrade,

    /// <summary>A network that is one process, without NATS, is killed as a whole.</summary>
    Single,

    /// <summary>Any of these but the archiver, Cassandra, an upgrade, maintenance or a single process.</summary>
    Mix,
}
