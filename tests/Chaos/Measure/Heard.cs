namespace IrcNats.Chaos.Measure;

/// <summary>What a numbered line is to a client that hears it.</summary>
enum Heard
{
    /// <summary>The speaker's next line, or a line behind a gap.</summary>
    New,

    /// <summary>A line that was missing, heard after later lines.</summary>
    Late,

    /// <summary>A line that was heard before.</summary>
    Again,
}
