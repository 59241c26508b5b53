using MessagePack;

namespace IrcNats.State;

/// <summary>
/// Where an address is, as files of addresses say it that a leaf has (--geoip). Null: they do not say.
/// https://maxmind.github.io/MaxMind-DB/
/// </summary>
[MessagePackObject]
public sealed record Location
{
    /// <summary>Bytes of a name of an autonomous system.</summary>
    public const int NameLen = 60;

    /// <summary>Two capital letters of ISO 3166-1.</summary>
    [Key(0)] public string? Country { get; init; }
    /// <summary>Number of the autonomous system: whose network it is.</summary>
    [Key(1)] public long? Asn { get; init; }
    /// <summary>Whose that is.</summary>
    [Key(2)] public string? AsnName { get; init; }

    /// <summary>In words, for operators.</summary>
    [IgnoreMember]
    public string Text
    {
        get
        {
            string whose = AsnName is null ? "" : $" ({AsnName})";
            string? system = Asn is null ? null : $"AS{Asn}{whose}";
            return string.Join(", ", new[] { Country, system }.OfType<string>());
        }
    }
}
