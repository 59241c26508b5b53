using System.Buffers;

namespace IrcNats.Bundled.Tests.MessagePackContract;

/// <summary>Bytes as a sequence with one byte in each segment: every value is cut.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    private Segments(ReadOnlyMemory<byte> memory, long index)
    {
        Memory = memory;
        RunningIndex = index;
    }

    public static ReadOnlySequence<byte> Of(byte[] bytes)
    {
        var first = new Segments(default, 0);
        Segments last = first;
        for (int i = 0; i < bytes.Length; i++)
        {
            var next = new Segments(bytes.AsMemory(i, 1), i);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
