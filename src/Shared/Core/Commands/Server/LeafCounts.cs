using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>How many users each leaf has, for operators: everybody else sees one server.</summary>
static class LeafCounts
{
    /// <summary>Name, users, and whether nothing is heard of it; by name.</summary>
    public static IEnumerable<(string Leaf, int Users, bool IsLost)> Of(Network net)
    {
        Dictionary<string, int> users = net.Users
            .SelectMany(u => u.Further.Count == 0 ? [u.Session.Leaf] : u.Sessions.Select(s => s.Id.Leaf).Distinct())
            .CountBy(leaf => leaf).ToDictionary();
        return from leaf in net.Leaves
               orderby leaf.Key
               select (leaf.Key, users.GetValueOrDefault(leaf.Key), leaf.Value.LostAt is not null);
    }

    /// <summary>"12 users", and that the leaf is lost when it is.</summary>
    public static string Text(int users, bool isLost) => $"{users} users{(isLost ? ", lost" : "")}";
}
