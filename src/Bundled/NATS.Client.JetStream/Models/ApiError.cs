namespace NATS.Client.JetStream.Models;

/// <summary>
/// Why the JetStream API refused; ErrCode 10071 is a wrong expected last sequence, 10059 an unknown stream.
/// </summary>
public record ApiError
{
    public int Code { get; set; }

    public string? Description { get; set; }

    public int ErrCode { get; set; }
}
