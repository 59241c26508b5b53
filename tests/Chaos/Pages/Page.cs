using System.Globalization;
using IrcNats.State;

namespace IrcNats.Chaos.Pages;

/// <summary>The answer to a question, and what its reader knew when it asked.</summary>
/// <param name="Marks">Of the messages, as they were shown.</param>
/// <param name="Newest">The newest message that the reader had been shown on this connection; null: none.</param>
/// <param name="Redacted">How many redactions the reader had heard: messages that were not to be shown.</param>
/// <param name="Since">How many more it heard before it was shown the page, which may be so much shorter.</param>
sealed record Page(Question Question, IReadOnlyList<Mark> Marks, Mark? Newest, int Redacted, int Since)
{
    /// <summary>When it was asked for, in the time of the run.</summary>
    public TimeSpan At { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Question} at {At.TotalSeconds:0.000}: {Marks.Count} from {First} to {Last}");

    private Mark First => Marks.FirstOrDefault();

    private Mark Last => Marks.LastOrDefault();
}

/// <summary>A message of a page: which, and what it says.</summary>
readonly record struct PageLine(Mark Mark, string Nick, string Text);
