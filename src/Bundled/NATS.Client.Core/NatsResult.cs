namespace NATS.Client.Core;

/// <summary>A value, or the exception that came instead of it.</summary>
public readonly struct NatsResult<T>
{
    private readonly T? _value;
    private readonly Exception? _error;

    public NatsResult(T value) => _value = value;

    public NatsResult(Exception error) => _error = error;

    public T Value =>
        Success ? _value! : throw new InvalidOperationException("There is no value, but an error", _error);

    public Exception Error => _error ?? throw new InvalidOperationException("There is no error, but a value");

    public bool Success => _error is null;

    public static implicit operator NatsResult<T>(T value) => new(value);

    public static implicit operator NatsResult<T>(Exception error) => new(error);
}
