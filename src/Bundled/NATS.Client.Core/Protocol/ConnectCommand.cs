using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NATS.Client.Core.Protocol;

/// <summary>CONNECT as JSON: who we are, what we can do and our credentials.</summary>
internal sealed record ConnectCommand
{
    private static readonly string OwnVersion =
        typeof(ConnectCommand).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    [JsonPropertyName("verbose")]
    public bool Verbose { get; init; }

    [JsonPropertyName("pedantic")]
    public bool Pedantic { get; init; }

    [JsonPropertyName("echo")]
    public bool Echo { get; init; }

    [JsonPropertyName("tls_required")]
    public bool TlsRequired { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("lang")]
    public string Language { get; init; } = ".NET";

    [JsonPropertyName("version")]
    public string Version { get; init; } = OwnVersion;

    [JsonPropertyName("protocol")]
    public int Protocol { get; init; } = 1;

    [JsonPropertyName("headers")]
    public bool Headers { get; init; } = true;

    [JsonPropertyName("no_responders")]
    public bool NoResponders { get; init; } = true;

    [JsonPropertyName("user")]
    public string? Username { get; init; }

    [JsonPropertyName("pass")]
    public string? Password { get; init; }

    [JsonPropertyName("auth_token")]
    public string? Token { get; init; }

    [JsonPropertyName("jwt")]
    public string? Jwt { get; init; }

    [JsonPropertyName("nkey")]
    public string? NKey { get; init; }

    [JsonPropertyName("sig")]
    public string? Signature { get; init; }

    public override string ToString() =>
        $"CONNECT {JsonSerializer.Serialize(this, ProtocolJson.Default.ConnectCommand)}\r\n";
}

/// <summary>Reflection-free JSON of the two commands that carry it.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(ConnectCommand))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
