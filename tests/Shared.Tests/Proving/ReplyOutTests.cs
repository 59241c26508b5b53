using IrcNats.Adapters;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Tests.Proving;

public class ReplyOutTests
{
    [Fact]
    public async Task While_the_connection_takes_nothing_so_many_answers_wait_and_no_more()
    {
        List<TaskCompletionSource> asked = [];
        ReplyOut replies = new(
            (_, _) =>
            {
                asked.Add(new TaskCompletionSource());
                return new ValueTask(asked[^1].Task);
            },
            NullLogger.Instance);
        for (int i = 0; i < 3 * ReplyOut.MostWaiting; i++) replies.Send("irc.reply.leaf-1.1.1", []);
        Assert.Equal((ReplyOut.MostWaiting, ReplyOut.MostWaiting), (asked.Count, replies.Waiting));

        foreach (TaskCompletionSource one in asked.ToArray()) one.SetResult();
        while (replies.Waiting > 0) await Task.Yield();
        replies.Send("irc.reply.leaf-1.1.1", []);
        Assert.Equal(ReplyOut.MostWaiting + 1, asked.Count);
    }
}
