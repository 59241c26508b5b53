using IrcNats.Adapters;
using IrcNats.Ports;

namespace IrcNats.Simulation.Tests;

/// <summary>A question is asked again while the first may still be answered.</summary>
public sealed class RepeatedTests
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task The_first_answer_counts_whichever_question_it_is_to_and_the_others_are_given_up()
    {
        List<CancellationToken> asked = [];

        int answer = await Repeated.AskAsync(AskAsync, s_pause, TimeProvider.System, CancellationToken.None);

        Assert.Equal(3, answer);
        Assert.All(asked, question => Assert.True(question.IsCancellationRequested));

        async Task<int> AskAsync(CancellationToken enough)
        {
            asked.Add(enough);
            if (asked.Count < 3) await Task.Delay(Timeout.Infinite, enough);
            return asked.Count;
        }
    }

    [Fact]
    public async Task The_first_error_is_the_end()
    {
        int asked = 0;

        await Assert.ThrowsAsync<LogSilentException>(
            () => Repeated.AskAsync(AskAsync, s_pause, TimeProvider.System, CancellationToken.None));

        Assert.Equal(2, asked);

        async Task<int> AskAsync(CancellationToken enough)
        {
            if (++asked == 2) throw new LogSilentException("no answer");
            await Task.Delay(Timeout.Infinite, enough);
            return 0;
        }
    }
}
