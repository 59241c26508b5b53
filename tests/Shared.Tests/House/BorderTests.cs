using System.Reflection;
using IrcNats.Adapters;
using IrcNats.Leaf;
using IrcNats.Leaf.Core;
using IrcNats.Local;
using IrcNats.Ports;
using IrcNats.Root;
using IrcNats.Root.Core;
using IrcNats.State;

namespace IrcNats.Tests.House;

/// <summary>Which part of the code may use which. The compiled code is searched, so no spelling gets past it.</summary>
public sealed class BorderTests
{
    private static readonly Assembly s_shared = typeof(Network).Assembly, s_ports = typeof(IBuses).Assembly,
        s_bus = typeof(NatsBuses).Assembly, s_local = typeof(LocalBuses).Assembly,
        s_leafCore = typeof(LeafCore).Assembly, s_leaf = typeof(LeafService).Assembly,
        s_rootCore = typeof(RootCore).Assembly, s_root = typeof(RootOptions).Assembly;

    private static readonly string[] s_core =
    [
        "IrcNats.State", "IrcNats.Events", "IrcNats.Commands", "IrcNats.Rules", "IrcNats.Protocol",
        "IrcNats.Replication", "IrcNats.Wire", "IrcNats.History", "IrcNats.Root.Core", "IrcNats.Leaf.Core",
    ];

    private static readonly string[] s_waitsOrReadsAClock =
    [
        "System.Threading.Tasks.", "System.Threading.Thread.", "System.Threading.Monitor.", "System.Threading.Lock.",
        "System.Threading.Timer.", "System.Threading.Semaphore", "System.Threading.ManualReset",
        "System.Threading.AutoReset", "System.TimeProvider.", "System.DateTimeOffset.get_Now.",
        "System.DateTimeOffset.get_UtcNow.", "System.DateTime.get_Now.", "System.DateTime.get_UtcNow.",
        "System.Environment.get_TickCount", "System.Diagnostics.Stopwatch.", "System.Random.", "System.Guid.NewGuid.",
        "System.Security.Cryptography.RandomNumberGenerator.", "System.Net.Sockets.", "System.IO.File",
    ];

    // An interface is a port: it may promise the code around the core something to wait for.
    [Fact]
    public void The_core_waits_for_nothing_and_reads_no_clock_and_throws_no_dice() =>
        AssertNone(Types().Where(t => !t.IsInterface), s_waitsOrReadsAClock);

    [Fact]
    public void The_core_sees_neither_the_bus_nor_what_is_around_it() => AssertNone(
        Types(),
        "NATS.", "IrcNats.Ports.", "IrcNats.Local.", "IrcNats.Adapters.", "IrcNats.Hosting.", "IrcNats.Root.Service.",
        "IrcNats.Leaf.Transport.", "Microsoft.AspNetCore.");

    [Fact]
    public void Only_adapters_use_the_bus_clients() => Assert.Empty(
        from type in Types()
        where type.Namespace is not "IrcNats.Adapters"
        from used in UsedMembers.Of(type)
        where used.StartsWith("NATS.", StringComparison.Ordinal)
        select $"{type}: {used}");

    [Fact]
    public void A_leaf_never_sees_the_root_and_what_they_share_sees_neither()
    {
        string leaf = s_leaf.GetName().Name!, root = s_root.GetName().Name!;
        Assert.DoesNotContain(s_leaf.GetReferencedAssemblies(), a => a.Name == root);
        Assert.DoesNotContain(s_shared.GetReferencedAssemblies(), a => a.Name == root || a.Name == leaf);
    }

    [Fact]
    public void Only_the_table_of_sessions_moves_a_session_to_its_next_stage() => Assert.Equal(
        [typeof(Sessions).FullName],
        from type in s_leafCore.GetTypes()
        where UsedMembers.Of(type).Contains($"{typeof(Session).FullName}.set_Stage")
        select type.FullName);

    [Fact]
    public void A_root_s_core_references_nothing_but_the_core_that_all_share() => Assert.Equal(
        [s_shared.GetName().Name],
        from referenced in s_rootCore.GetReferencedAssemblies()
        where !referenced.Name!.StartsWith("System.", StringComparison.Ordinal)
        select referenced.Name);

    [Fact]
    public void Every_part_of_the_core_was_looked_at() =>
        Assert.All(s_core, part => Assert.Contains(Types(), t => t.Namespace == part));

    [Fact]
    public void What_code_uses_is_seen_however_it_is_spelled()
    {
        string[] used = [.. UsedMembers.Of(typeof(Careless)), .. UsedMembers.Of(typeof(Careless).GetNestedTypes(
            BindingFlags.NonPublic).First())];
        Assert.Contains("System.Guid.NewGuid", used);
        Assert.Contains("System.Threading.Tasks.Task", used);
        Assert.Contains("System.DateTimeOffset.get_UtcNow", used);
    }

    private static IEnumerable<Type> Types() =>
        new[] { s_shared, s_ports, s_bus, s_local, s_leafCore, s_leaf, s_rootCore, s_root }
            .SelectMany(a => a.GetTypes());

    // Foreign names end with a dot, so that a type is not taken for another one whose name begins the same.
    private static void AssertNone(IEnumerable<Type> types, params string[] foreign) => Assert.Empty(
        from type in types
        where s_core.Contains(type.Namespace)
        from used in UsedMembers.Of(type)
        where foreign.Any(f => $"{used}.".StartsWith(f, StringComparison.Ordinal))
        select $"{type}: {used}");

    private sealed class Careless
    {
        private List<Task>? _tasks;

        public Func<DateTimeOffset> Clock() => () => DateTimeOffset.UtcNow;

        public Guid Throw() => (_tasks ??= []).Count == 0 ? Guid.NewGuid() : default;
    }
}
