namespace IrcNats.Integration.Tests.Cluster;

/// <summary>A running network, as a transcript's stage needs it.</summary>
interface IStageSite
{
    /// <summary>Where clients connect in turn.</summary>
    int Leaves { get; }

    /// <summary>Where clients of a leaf connect; leaves count from 1, as their names do.</summary>
    int PortOf(int leaf);

    /// <summary>The newest entry of the log that the active root has.</summary>
    Task<ulong> RootSeqAsync();

    /// <summary>Nobody is there any more on any leaf, as of an entry behind this one.</summary>
    Task<bool> IsEmptyAsync(ulong after);
}
