using System.Reflection;

namespace MessagePack.Objects;

/// <summary>Types the writer and reader know themselves: their members need no formatter.</summary>
internal static class DirectCalls
{
    private static readonly Dictionary<Type, (MethodInfo Write, MethodInfo Read)> Known = new Type[]
    {
        typeof(bool), typeof(char), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int),
        typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(string), typeof(DateTime),
    }.ToDictionary(type => type, type => (
        typeof(MessagePackWriter).GetMethod(nameof(MessagePackWriter.Write), [type])!,
        typeof(MessagePackReader).GetMethod("Read" + type.Name)!));

    public static MethodInfo? Write(Type type) => Known.GetValueOrDefault(Underlying(type)).Write;

    public static MethodInfo? Read(Type type) => Known.GetValueOrDefault(Underlying(type)).Read;

    private static Type Underlying(Type type) => type.IsEnum ? type.GetEnumUnderlyingType() : type;
}
