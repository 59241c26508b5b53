namespace NATS.Client.Core;

/// <summary>Both directions of one payload format.</summary>
public interface INatsSerializer<T> : INatsSerialize<T>, INatsDeserialize<T>
{
    INatsSerializer<T> CombineWith(INatsSerializer<T> next);
}
