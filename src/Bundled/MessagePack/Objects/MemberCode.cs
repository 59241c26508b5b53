using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using MessagePack.Formatters;

namespace MessagePack.Objects;

/// <summary>Compiles the code for the members of one type, so that a value costs no reflection and no boxing.</summary>
internal static class MemberCode
{
    private static readonly MethodInfo WriteNil =
        typeof(MessagePackWriter).GetMethod(nameof(MessagePackWriter.WriteNil))!;

    private static readonly MethodInfo Skip = typeof(MessagePackReader).GetMethod(nameof(MessagePackReader.Skip))!;

    public static WriteMembers<T> Write<T>(ObjectShape shape)
    {
        DynamicMethod method = NewMethod<WriteMembers<T>>("Write" + typeof(T).Name);
        ILGenerator code = method.GetILGenerator();
        foreach (Member? member in shape.Slots)
            WriteSlot(code, typeof(T), member);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<WriteMembers<T>>();
    }

    public static ReadMembers<T> Read<T>(ObjectShape shape)
    {
        DynamicMethod method = NewMethod<ReadMembers<T>>("Read" + typeof(T).Name);
        ILGenerator code = method.GetILGenerator();
        LocalBuilder?[] values = [.. shape.Slots.Select(m => m is null ? null : code.DeclareLocal(m.Type))];
        Label construct = code.DefineLabel();
        for (int key = 0; key < shape.Slots.Length; key++)
        {
            // if (length <= key) goto construct;
            code.Emit(OpCodes.Ldarg_1);
            code.Emit(OpCodes.Ldc_I4, key);
            code.Emit(OpCodes.Ble, construct);
            ReadSlot(code, shape.Slots[key], values[key]);
        }

        code.MarkLabel(construct);
        Construct(code, typeof(T), shape, values);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<ReadMembers<T>>();
    }

    private static DynamicMethod NewMethod<TDelegate>(string name)
    {
        MethodInfo invoke = typeof(TDelegate).GetMethod("Invoke")!;
        Type[] parameters = [.. invoke.GetParameters().Select(p => p.ParameterType)];
        return new DynamicMethod(name, invoke.ReturnType, parameters, typeof(MemberCode).Module, skipVisibility: true);
    }

    private static void WriteSlot(ILGenerator code, Type owner, Member? member)
    {
        if (member is null)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Call, WriteNil);
        }
        else if (DirectCalls.Write(member.Type) is { } direct)
        {
            code.Emit(OpCodes.Ldarg_0);
            LoadMember(code, owner, member);
            code.Emit(OpCodes.Call, direct);
        }
        else
        {
            Type formatter = LoadFormatter(code, member.Type);
            code.Emit(OpCodes.Ldarg_0);
            LoadMember(code, owner, member);
            code.Emit(OpCodes.Ldarg_2);
            code.Emit(OpCodes.Callvirt, formatter.GetMethod("Serialize")!);
        }
    }

    private static void ReadSlot(ILGenerator code, Member? member, LocalBuilder? value)
    {
        if (member is null)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Call, Skip);
            return;
        }

        if (DirectCalls.Read(member.Type) is { } direct)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Call, direct);
        }
        else
        {
            Type formatter = LoadFormatter(code, member.Type);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldarg_2);
            code.Emit(OpCodes.Callvirt, formatter.GetMethod("Deserialize")!);
        }

        code.Emit(OpCodes.Stloc, value!);
    }

    // The formatter is made now, not by the code: so the JIT sees a finished constant instead of a check each time.
    private static Type LoadFormatter(ILGenerator code, Type type)
    {
        Type holder = typeof(Formatter<>).MakeGenericType(type);
        RuntimeHelpers.RunClassConstructor(holder.TypeHandle);
        code.Emit(OpCodes.Ldsfld, holder.GetField(nameof(Formatter<>.Instance))!);
        return typeof(IMessagePackFormatter<>).MakeGenericType(type);
    }

    private static void LoadMember(ILGenerator code, Type owner, Member member)
    {
        if (owner.IsValueType)
            code.Emit(OpCodes.Ldarga_S, (byte)1);
        else
            code.Emit(OpCodes.Ldarg_1);
        if (member.Field is { } field)
            code.Emit(OpCodes.Ldfld, field);
        else
            Call(code, owner, member.Getter!);
    }

    private static void Construct(ILGenerator code, Type type, ObjectShape shape, LocalBuilder?[] values)
    {
        LocalBuilder made = code.DeclareLocal(type);
        int given = shape.Constructor?.GetParameters().Length ?? 0;
        if (shape.Constructor is { } constructor)
        {
            foreach (Member member in shape.Members.Take(given))
                code.Emit(OpCodes.Ldloc, values[member.Key]!);
            code.Emit(OpCodes.Newobj, constructor);
            code.Emit(OpCodes.Stloc, made);
        }

        foreach (Member member in shape.Members.Skip(given).Where(m => m.CanWrite))
            Set(code, made, member, values[member.Key]!);

        code.Emit(OpCodes.Ldloc, made);
    }

    // A member the input does not reach keeps what the constructor gave it.
    private static void Set(ILGenerator code, LocalBuilder made, Member member, LocalBuilder value)
    {
        Label missing = code.DefineLabel();
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldc_I4, member.Key);
        code.Emit(OpCodes.Ble, missing);
        code.Emit(made.LocalType.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, made);
        code.Emit(OpCodes.Ldloc, value);
        if (member.Field is { } field)
            code.Emit(OpCodes.Stfld, field);
        else
            Call(code, made.LocalType, member.Setter!);
        code.MarkLabel(missing);
    }

    private static void Call(ILGenerator code, Type owner, MethodInfo method) =>
        code.Emit(owner.IsValueType ? OpCodes.Call : OpCodes.Callvirt, method);
}
