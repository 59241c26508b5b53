namespace IrcNats.Integration.Tests.Cluster;

/// <summary>What a client is told when it asks for everything there is: a network's state, seen from outside.</summary>
static class View
{
    /// <summary>The answers, without the asker's name; what came in between stays in the inbox.</summary>
    public static async Task<string[]> OfAsync(IrcClient client, params string[] channels)
    {
        await client.SettleAsync();
        string[] before = client.Take();
        List<string> questions = ["LUSERS", "LIST", "WHO *"];
        foreach (string channel in channels)
            questions.AddRange(
                [$"TOPIC {channel}", $"MODE {channel}", $"MODE {channel} b", $"NAMES {channel}", $"WHO {channel}"]);
        foreach (string question in questions)
        {
            await client.SendAsync(question);
            await client.SettleAsync();
        }

        string asker = $" {client.Nick} ";
        string[] seen = [.. client.Take().Select(l => l.Replace(asker, " you ", StringComparison.Ordinal))];
        foreach (string line in before) client.Inbox.Enqueue(line);
        return seen;
    }
}
