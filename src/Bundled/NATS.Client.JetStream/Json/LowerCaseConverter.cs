using System.Text.Json;
using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Json;

/// <summary>Enumerations by their names in lower case.</summary>
internal sealed class LowerCaseConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
