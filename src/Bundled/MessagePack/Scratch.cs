using System.Buffers;

namespace MessagePack;

/// <summary>A growing buffer for a value whose length is not known yet; one is kept for each thread.</summary>
internal sealed class Scratch : IBufferWriter<byte>
{
    private const int InitialLength = 16 * 1024;
    private const int KeptLengthMax = 1024 * 1024;

    [ThreadStatic]
    private static Scratch? _kept;

    private byte[] _bytes = new byte[InitialLength];
    private int _used;

    public static Scratch Rent()
    {
        Scratch scratch = _kept ?? new Scratch();
        _kept = null; // A formatter that serializes on its own, inside a call, gets another one.
        return scratch;
    }

    public void Return()
    {
        _used = 0;
        if (_bytes.Length <= KeptLengthMax)
            _kept = this;
    }

    public byte[] ToArray() => _bytes.AsSpan(0, _used).ToArray();

    public void Advance(int count) => _used += count;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_used);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_used);
    }

    private void Reserve(int count)
    {
        int needed = checked(_used + Math.Max(count, 1));
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(2L * _bytes.Length, needed), Array.MaxLength));
    }
}
