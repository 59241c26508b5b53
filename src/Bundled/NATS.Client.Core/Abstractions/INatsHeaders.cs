using Microsoft.Extensions.Primitives;

namespace NATS.Client.Core;

/// <summary>Message headers as a dictionary; names are compared exactly, as ADR-4 says.</summary>
public interface INatsHeaders : IDictionary<string, StringValues>;
