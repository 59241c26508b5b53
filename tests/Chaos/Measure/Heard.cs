namespace IrcNats.Chaos.Measure;

/// <summary>What a line said is to one who hears it.</summary>
enum Heard
{
    /// <summary>The next one of its speaker, or one behind a gap.</summary>
    New,

    /// <summary>One that was missing, after others that were said later.</summary>
    Late,

    /// <summary>One that was heard before.</summary>
    Again,
}
