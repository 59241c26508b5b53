using System.Text.Json.Serialization;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Json;

/// <summary>
/// The JSON of the JetStream API, generated at build: snake_case, no default values, no reflection at start.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters =
    [
        typeof(NanosecondsConverter),
        typeof(LowerCaseConverter<StreamConfigRetention>),
        typeof(LowerCaseConverter<StreamConfigStorage>),
        typeof(LowerCaseConverter<StreamConfigDiscard>),
        typeof(LowerCaseConverter<StreamConfigCompression>),
    ])]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(PubAckResponse))]
[JsonSerializable(typeof(StreamConfig))]
[JsonSerializable(typeof(StreamInfo))]
[JsonSerializable(typeof(StreamInfoRequest))]
[JsonSerializable(typeof(StreamMsgGetRequest))]
[JsonSerializable(typeof(StreamMsgGetResponse))]
[JsonSerializable(typeof(StreamMsgDeleteRequest))]
[JsonSerializable(typeof(StreamMsgDeleteResponse))]
[JsonSerializable(typeof(StreamDeleteResponse))]
[JsonSerializable(typeof(StreamPurgeRequest))]
[JsonSerializable(typeof(StreamPurgeResponse))]
internal sealed partial class JetStreamJson : JsonSerializerContext;
